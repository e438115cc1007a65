using System.Collections.Concurrent;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>What a command decides on: the deal's events in the order of recording, and the tenant's settings and stages.</summary>
internal sealed record LoadedDeal(IReadOnlyList<RecordedEvent> Events, SettingsHistory Settings, StageTable Stages)
{
    /// <summary>The request that was carried out before under the key of this one, if there is one.</summary>
    public KeptRequest? Before { get; init; }
}

/// <summary>A deal to load, by its id, and the key of the request that it is loaded for.</summary>
internal readonly record struct DealToLoad(string Id, RequestKey? Request);

/// <summary>
/// Group load: commands that wait at the same time are loaded by one query. Who comes after it was sent waits for the next one, so that each
/// sees what was committed before it came. When a member cannot be asked for, the others are loaded one by one.
/// </summary>
internal sealed class LoadQueue(LedgerDatabase database)
{
    private readonly ConcurrentDictionary<string, LoadLane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Loads a deal for a request; without events when it is unknown.</summary>
    public Task<LoadedDeal> LoadAsync(TenantId tenant, string opportunityId, RequestKey? request, CancellationToken cancellation) =>
        _lanes.GetOrAdd(tenant.Value, _ => new LoadLane(database, tenant)).EnqueueAsync(new DealToLoad(opportunityId, request), cancellation);

    // Two groups: while the server reads for one, this host takes in the rows of the other.
    private sealed class LoadLane(LedgerDatabase database, TenantId tenant) : Lane<DealToLoad, LoadedDeal>(groupsInFlight: 2)
    {
        protected override async Task ExecuteAsync(List<Caller> group)
        {
            var (deals, before) = await DealsForCommands.ReadAsync(
                database, tenant, group.Select(c => c.Ask.Id).Distinct(StringComparer.Ordinal), [.. group.Where(c => c.Ask.Request is not null).Select(c => c.Ask.Request!.Key)],
                CancellationToken.None);
            group.ForEach(caller => caller.Done.TrySetResult(
                caller.Ask.Request is { } request && before.TryGetValue(request.Key, out var kept) ? deals[caller.Ask.Id] with { Before = kept } : deals[caller.Ask.Id]));
        }

        // Such as an id that PostgreSQL cannot take; a database that fails concerns all of them.
        protected override bool RunsAlone(List<Caller> group, Exception problem) =>
            group.Count > 1 && (problem is PostgresException fault ? DatabaseFault.IsOfStatement(fault) : problem is not NpgsqlException);
    }
}
