using DealLedger.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Pages;

/// <summary>POST /theme: what the switch on every page sends.</summary>
public static class ThemeEndpoint
{
    /// <summary>The name of the cookie.</summary>
    public const string Cookie = "theme";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>Keeps the theme in a cookie and goes back to the page.</summary>
    public static IResult Handle([FromForm] string? theme, [FromForm] string? back, HttpContext http)
    {
        http.Response.Cookies.Append(Cookie, Read(theme).ToString().ToLowerInvariant(), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Kept,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        });

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = LocalAddress.Of(back);
        return Results.Empty;
    }

    /// <summary>The theme of that name; that of the device for every other.</summary>
    public static Theme Read(string? name) => name switch
    {
        "light" => Theme.Light,
        "dark" => Theme.Dark,
        _ => Theme.System,
    };
}
