using System.Collections.Concurrent;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Access;

namespace DealLedger.Server.Access.Users;

/// <summary>Whether sessions still stand: a user is looked up at most once a minute, so a session ends that long after its user was disabled or given another password.</summary>
public sealed class StandingSessions(LocalUsers users, TimeProvider clock)
{
    /// <summary>How long what is known of a user holds.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    // More users than look at the pages at the same time; who is forgotten is looked up again.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(TenantId, UserName), (Guid Stamp, DateTimeOffset At)> _known = new();

    /// <summary>Whether the session of a user stands that began with a stamp.</summary>
    public async Task<bool> StandsAsync(TenantId tenant, UserName name, Guid stamp, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue((tenant, name), out var known) && known.Stamp == stamp && now - known.At < Kept)
        {
            return true;
        }

        var standing = await users.StandingAsync(tenant, name, cancellation);
        if (standing?.Stamp != stamp)
        {
            return false;
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[(tenant, name)] = (stamp, now);
        return true;
    }
}
