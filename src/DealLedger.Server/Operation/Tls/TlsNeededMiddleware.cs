using System.Net;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Operation.Tls;

/// <summary>
/// Where everyone signs in, refuses what comes over an open wire: plain HTTP from another machine, unless a declared proxy says that it came to it
/// by HTTPS. Probes of health say nothing of anyone and may.
/// </summary>
public sealed class TlsNeededMiddleware(RequestDelegate next, AccessOptions access)
{
    /// <summary>Runs a request.</summary>
    public Task InvokeAsync(HttpContext context) => access.SignInNeeded && IsOpen(context)
        ? throw new RefusedException(
            "tls-needed", "This connection is not encrypted; use https. A proxy in front has to be declared, and to send X-Forwarded-Proto.")
        : next(context);

    private static bool IsOpen(HttpContext context) =>
        !context.Request.IsHttps && context.Connection.RemoteIpAddress is { } from && !IPAddress.IsLoopback(from)
        && !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
}
