using System.Collections.Concurrent;
using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Telemetry;

/// <summary>How far the log of a tenant goes and how far its read models, by positions, and for how long these have been behind without a pause.</summary>
public sealed record TenantStand(TenantId Tenant, long Head, long Position, TimeSpan Behind)
{
    /// <summary>The events between the two.</summary>
    public long Lag => Math.Max(0, Head - Position);
}

/// <summary>
/// The stands of the tenants as this process last saw them. A log that grows all the time is ahead of its read models at every look, so what counts as
/// being behind is that they do not reach where the log was when they were first seen behind.
/// </summary>
public sealed class TenantStands
{
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>How many tenants were seen.</summary>
    public int Count => _seen.Count;

    /// <summary>Every tenant that was seen, in the order of their ids.</summary>
    public IReadOnlyList<TenantStand> All() => [.. _seen.Values.Select(s => s.Stand()).OrderBy(s => s.Tenant.Value, StringComparer.Ordinal)];

    /// <summary>A tenant that was seen.</summary>
    public TenantStand? Of(TenantId tenant) => _seen.GetValueOrDefault(tenant.Value)?.Stand();

    /// <summary>Notes what was seen of a tenant.</summary>
    public void Note(TenantId tenant, long position, long head, TimeProvider clock)
    {
        var now = clock.GetTimestamp();
        _seen.AddOrUpdate(
            tenant.Value,
            _ => new Seen(tenant, position, head, head, now, clock),
            (_, before) => before.Position < before.Head && position < before.Target
                ? before with { Position = position, Head = head }
                : new Seen(tenant, position, head, head, now, clock));
    }

    /// <summary>Forgets the tenants that are not among these.</summary>
    public void Keep(IReadOnlyCollection<TenantId> tenants)
    {
        var kept = tenants.Select(t => t.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _seen.Keys.Where(tenant => !kept.Contains(tenant)))
        {
            _seen.TryRemove(gone, out _);
        }
    }

    // Target: where the log was at Since, when the read models were first seen behind it.
    private sealed record Seen(TenantId Tenant, long Position, long Head, long Target, long Since, TimeProvider Clock)
    {
        public TenantStand Stand() => new(Tenant, Math.Max(Head, Position), Position, Position < Head ? Clock.GetElapsedTime(Since) : TimeSpan.Zero);
    }
}
