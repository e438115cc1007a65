using System.Net;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Access.Users;

/// <summary>A cookie for the server alone: no script reads it, no other site sends it along but by a link, and nothing carries it in the clear but the machine's own loopback.</summary>
internal sealed class CookieOfOwn : CookieBuilder
{
    public CookieOfOwn(string name, SameSiteMode sameSite)
    {
        (Name, SameSite, Path, HttpOnly, IsEssential) = (name, sameSite, "/", true, true);
    }

    /// <inheritdoc/>
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure = context.Request.IsHttps || context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address);
        return options;
    }
}
