using System.Net;
using System.Threading.RateLimiting;
using DealLedger.Server.Access;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Limits;

/// <summary>The limiters of a server: requests a second of each address and of each caller, and requests at the same time of each tenant.</summary>
public sealed class Limiters : IAsyncDisposable
{
    private static readonly TimeSpan BetweenTokens = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Makes the limiters that the options ask for.</summary>
    public Limiters(LimitOptions limits, AccessOptions access)
    {
        Addresses = PartitionedRateLimiter.Create<HttpContext, IPAddress>(
            http => http.Connection.RemoteIpAddress is not { } address || (IPAddress.IsLoopback(address) && !access.SignInNeeded)
                ? RateLimitPartition.GetNoLimiter(IPAddress.None)
                : RateLimitPartition.GetTokenBucketLimiter(address, _ => Bucket(limits.RequestsASecondOfAnAddress, limits.BurstOfAnAddress)));
        Callers = PartitionedRateLimiter.Create<HttpContext, string>(
            http => http.Caller() is { IsLocal: false, Tenant: { } tenant } caller
                ? RateLimitPartition.GetTokenBucketLimiter($"{tenant}/{caller.Name}", _ => Bucket(limits.RequestsASecond, limits.Burst))
                : RateLimitPartition.GetNoLimiter(""));
        Tenants = PartitionedRateLimiter.Create<HttpContext, string>(
            http => RateLimitPartition.GetConcurrencyLimiter(
                TenantOf(http), _ => new ConcurrencyLimiterOptions { PermitLimit = limits.AtOnce, QueueLimit = limits.Waiting }));
    }

    /// <summary>Before anybody asks who calls.</summary>
    public PartitionedRateLimiter<HttpContext> Addresses { get; }

    /// <summary>Of those who signed in.</summary>
    public PartitionedRateLimiter<HttpContext> Callers { get; }

    /// <summary>Held while a request is answered.</summary>
    public PartitionedRateLimiter<HttpContext> Tenants { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Addresses.DisposeAsync();
        await Callers.DisposeAsync();
        await Tenants.DisposeAsync();
    }

    // Who works on the machine itself says which tenant is meant; a name that is none shares a turn with the others that are none.
    private static string TenantOf(HttpContext http) =>
        http.Caller().Tenant?.Value ?? (Core.Ledger.TenantId.TryParse(http.Request.Query["tenant"], out var told) ? told.Value : Core.Ledger.TenantId.Default.Value);

    /// <summary>A bucket that takes so many a second, and so many at once after a pause.</summary>
    internal static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst)
    {
        // A step brings whole tokens, so it is as long as those take.
        var tokens = Math.Max(1, perSecond / (int)(Second / BetweenTokens));
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = Second * tokens / perSecond,
            AutoReplenishment = true,
        };
    }
}
