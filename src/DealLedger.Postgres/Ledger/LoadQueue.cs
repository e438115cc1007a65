using System.Collections.Concurrent;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>What a command decides on: the deal's events in the order of recording, and the tenant's settings and stages.</summary>
internal sealed record LoadedDeal(IReadOnlyList<RecordedEvent> Events, SettingsHistory Settings, StageTable Stages);

/// <summary>
/// Group load: commands that wait at the same time are loaded by one query. Who comes after it was sent waits for the next one, so that each
/// sees what was committed before it came. When a member cannot be asked for, the others are loaded one by one.
/// </summary>
internal sealed class LoadQueue(LedgerDatabase database)
{
    private readonly ConcurrentDictionary<string, LoadLane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Loads a deal; without events when it is unknown.</summary>
    public Task<LoadedDeal> LoadAsync(TenantId tenant, string opportunityId, CancellationToken cancellation) =>
        _lanes.GetOrAdd(tenant.Value, _ => new LoadLane(database, tenant)).EnqueueAsync(opportunityId, cancellation);

    // Two groups: while the server reads for one, this host takes in the rows of the other.
    private sealed class LoadLane(LedgerDatabase database, TenantId tenant) : Lane<string, LoadedDeal>(groupsInFlight: 2)
    {
        protected override async Task ExecuteAsync(List<Caller> group)
        {
            var deals = await DealsForCommands.ReadAsync(database, tenant, group.Select(c => c.Ask).Distinct(StringComparer.Ordinal), CancellationToken.None);
            group.ForEach(caller => caller.Done.TrySetResult(deals[caller.Ask]));
        }

        // Such as an id that PostgreSQL cannot take; a connection that fails concerns all of them.
        protected override bool RunsAlone(List<Caller> group, Exception problem) =>
            group.Count > 1 && problem is PostgresException { InvariantSeverity: "ERROR" } or not NpgsqlException;
    }
}
