using DealLedger.Server.Access.Personas;
using DealLedger.Server.Http;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Pages;

/// <summary>POST /persona: what the choice of a persona on every page sends.</summary>
public static class PersonaEndpoint
{
    /// <summary>Keeps the persona in a cookie and goes back to the page.</summary>
    public static async Task<IResult> Handle([FromForm] string? persona, [FromForm] string? back, HttpContext http, PersonaCast cast, CancellationToken cancellation)
    {
        var all = await cast.AllAsync(cancellation);
        if (all.FirstOrDefault(one => one.Word == persona) is not { } chosen)
        {
            throw new InputRefusedException("persona", $"'{InputReader.Short(persona ?? "")}' is not one of {string.Join(", ", all.Select(one => one.Word))}.");
        }

        http.Response.Cookies.Append(PersonaHandler.Cookie, chosen.Word, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        });
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = LocalAddress.Of(back);
        return Results.Empty;
    }
}
