using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Http;

/// <summary>What browsers are told: no foreign content, no frames, no guessing of types.</summary>
public static class SecurityHeaders
{
    private const string Everywhere =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    // The reference page sets styles from its script.
    private const string Reference = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Sets the headers of a response that has not begun.</summary>
    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";

        // Without any, a browser would not say of a page's own forms where they come from.
        headers["Referrer-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (context.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal))
        {
            headers.ContentSecurityPolicy = Reference;
            return;
        }

        // What deals are worth stays in no cache; what may be kept, such as a style sheet, says so itself.
        headers.ContentSecurityPolicy = Everywhere;
        headers.CacheControl = "no-store";
    }
}
