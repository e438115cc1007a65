using DealLedger.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace DealLedger.Server.Access.Users;

/// <summary>The way to the page where people sign in, and back.</summary>
public static class SignInPath
{
    /// <summary>The address of the page.</summary>
    public const string Page = "/sign-in";

    /// <summary>Leads to the sign-in page, and from there back to what was asked for; a part of a page leads its whole page there.</summary>
    public static void Lead(HttpContext http)
    {
        var request = http.Request;
        if (!request.Headers.ContainsKey("HX-Request") || request.Headers.ContainsKey("HX-Boosted"))
        {
            http.Response.Redirect(To(request.PathBase + request.Path + request.QueryString, request.Query["tenant"]));
            return;
        }

        var page = Uri.TryCreate(request.Headers["HX-Current-URL"], UriKind.Absolute, out var current) ? current.PathAndQuery : null;
        http.Response.Headers["HX-Redirect"] = To(page, null);
    }

    /// <summary>The address of the sign-in page that leads back to an address.</summary>
    public static string To(string? back, string? tenant)
    {
        var query = new QueryBuilder();
        if (Here(back) is var here and not "/")
        {
            query.Add("return", here);
        }

        if (!string.IsNullOrEmpty(tenant))
        {
            query.Add("tenant", tenant);
        }

        return Page + query.ToQueryString();
    }

    /// <summary>Where to go once signed in: an address of this server, as told, but not back to signing in or out.</summary>
    public static string Here(string? told) => LocalAddress.Of(told) is var here && here.StartsWith("/sign-", StringComparison.OrdinalIgnoreCase) ? "/" : here;
}
