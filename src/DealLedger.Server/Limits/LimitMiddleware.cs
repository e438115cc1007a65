using System.Globalization;
using System.Threading.RateLimiting;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DealLedger.Server.Limits;

/// <summary>Refuses what comes too quickly from one address, whoever sends it; it stands before anything that costs.</summary>
public sealed class AddressLimitMiddleware(RequestDelegate next, Limiters limiters)
{
    /// <summary>Runs a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        using var lease = limiters.Addresses.AttemptAcquire(http);
        TooMany.RequireLease(http, lease, "this address");
        await next(http);
    }
}

/// <summary>
/// Refuses what comes too quickly from one caller, and lets each tenant have so many requests at the same time and no more: the questions of one
/// wait, not those of another. What says nothing of any tenant is not limited, so that health is told under any load.
/// </summary>
public sealed class CallerLimitMiddleware(RequestDelegate next, Limiters limiters)
{
    /// <summary>Runs a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<AccessRule>()?.Needed is null)
        {
            await next(http);
            return;
        }

        using var rate = limiters.Callers.AttemptAcquire(http);
        TooMany.RequireLease(http, rate, "this caller");
        using var turn = await limiters.Tenants.AcquireAsync(http, cancellationToken: http.RequestAborted);
        TooMany.RequireLease(http, turn, "this tenant");
        await next(http);
    }
}

/// <summary>The refusal of what is too much.</summary>
internal static class TooMany
{
    public static void RequireLease(HttpContext http, RateLimitLease lease, string whose)
    {
        if (lease.IsAcquired)
        {
            return;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.RetryAfter = seconds;
            return Task.CompletedTask;
        });
        throw new RefusedException("too-many-requests", $"Too many requests of {whose} at once; try again in {seconds} s.");
    }
}
