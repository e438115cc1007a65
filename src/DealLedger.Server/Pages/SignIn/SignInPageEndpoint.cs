using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.SignIn;

/// <summary>GET /sign-in: where people say who they are.</summary>
public static class SignInPageEndpoint
{
    /// <summary>Answers with the page.</summary>
    public static IResult Handle([AsParameters] SignInWords words, HttpContext http) => SignInForm.Page(http, words.Return, words.Tenant, null);
}
