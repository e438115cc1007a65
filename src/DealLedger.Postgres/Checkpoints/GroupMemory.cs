using System.Collections.Concurrent;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Checkpoints;

/// <summary>The groups of sums that this process has read, of the newest generation of each tenant: they get no other numbers, so only those that came since are asked for.</summary>
internal sealed class GroupMemory
{
    private readonly ConcurrentDictionary<(TenantId Tenant, DateTime Made), Known> _known = new();

    /// <summary>The groups known of a generation; <paramref name="made"/> is when the tenant was, since another one of the same name has other groups.</summary>
    public IReadOnlyList<SumGroup> Of(TenantId tenant, DateTime made, int generation) =>
        _known.TryGetValue((tenant, made), out var known) && known.Generation == generation ? known.Groups : [];

    /// <summary>The groups known before, and those of a reader that come behind them.</summary>
    public async Task<IReadOnlyList<SumGroup>> AddAsync(
        TenantId tenant, DateTime made, int generation, IReadOnlyList<SumGroup> before, NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var groups = new List<SumGroup>();
        while (await reader.ReadAsync(cancellation))
        {
            groups.Add(SumGroups.Read(reader));
        }

        if (groups.Count == 0)
        {
            return before;
        }

        // Of two who read at the same time either is right, and the one who knows more stays.
        var known = new Known(generation, [.. before, .. groups]);
        _known.AddOrUpdate(
            (tenant, made), known, (_, other) => other.Generation > generation || (other.Generation == generation && other.Groups.Count > known.Groups.Count) ? other : known);
        return known.Groups;
    }

    private sealed record Known(int Generation, IReadOnlyList<SumGroup> Groups);
}
