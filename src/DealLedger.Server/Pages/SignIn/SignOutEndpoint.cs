using DealLedger.Server.Access;
using DealLedger.Server.Access.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.SignIn;

/// <summary>POST /sign-out: what the button in the head of every page sends.</summary>
public static class SignOutEndpoint
{
    /// <summary>Ends the session of this browser and leads to where one signs in.</summary>
    public static async Task<IResult> Handle(HttpContext http, AccessOptions access)
    {
        await http.SignOutAsync(Sessions.Scheme);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = access.SignInNeeded ? SignInPath.Page : "/";
        return Results.Empty;
    }
}
