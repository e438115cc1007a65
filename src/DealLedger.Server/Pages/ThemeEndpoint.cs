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

        // Into a page of this server and nowhere else: a slash, and neither another nor what browsers take for one.
        var isHere = back is ['/', ..] and not ['/', '/' or '\\', ..] && !back.Any(char.IsControl);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = isHere && Uri.IsWellFormedUriString(back, UriKind.Relative) ? back : "/";
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
