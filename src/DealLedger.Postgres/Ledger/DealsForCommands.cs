using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>Reads what commands decide on, for many deals in one round trip.</summary>
internal static class DealsForCommands
{
    // Settings come from their own stream: read models may lag behind.
    private const string Streams = $"SELECT e.stream_id, {EventRows.DecidingColumns} FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.stream_id = ANY ($2)";

    private static readonly string SettingsStream = SettingsEvent.Stream.ToString();

    /// <summary>These deals by their ids, unknown ones without events; each id once. And the requests that are kept under these keys.</summary>
    public static async Task<(IReadOnlyDictionary<string, LoadedDeal> Deals, IReadOnlyDictionary<Guid, KeptRequest> Requests)> ReadAsync(
        LedgerDatabase database, TenantId tenant, IEnumerable<string> opportunityIds, IReadOnlyCollection<Guid> keys, CancellationToken cancellation)
    {
        var ids = opportunityIds.ToList();
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(OnePlan.Begin);
        var streams = new NpgsqlBatchCommand(Streams);
        streams.Parameters.Add(Sql.Text(tenant.Value));
        streams.Parameters.Add(Sql.Array(ids.Select(LedgerDatabase.Stream).Append(SettingsStream)));
        foreach (var command in PlannerSetting.Around(PlannerSetting.PagesAtOnce, streams))
        {
            batch.BatchCommands.Add(command);
        }

        var stages = new NpgsqlBatchCommand(SourceTables.StagesOfTenant);
        stages.Parameters.Add(Sql.Text(tenant.Value));
        batch.BatchCommands.Add(stages);
        if (keys.Count > 0)
        {
            var requests = new NpgsqlBatchCommand(RequestKeys.Kept);
            requests.Parameters.Add(Sql.Text(tenant.Value));
            requests.Parameters.Add(Sql.Array(keys));
            batch.BatchCommands.Add(requests);
        }

        batch.BatchCommands.Add(OnePlan.End);

        // As for appends: left to prepare by itself, Npgsql loses step when a statement fails in that moment.
        await batch.PrepareAsync(cancellation);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var events = ids.ToDictionary(LedgerDatabase.Stream, _ => new List<RecordedEvent>(), StringComparer.Ordinal);
        var facts = new List<RecordedFact>();
        while (await reader.ReadAsync(cancellation))
        {
            var stream = reader.GetString(0);
            if (stream != SettingsStream)
            {
                events[stream].Add(EventRows.ReadDeciding(reader));
            }
            else if (EventRows.ReadFact(reader, SettingsEvent.Stream) is { } fact)
            {
                facts.Add(fact);
            }
        }

        // They come as they lie; PostgreSQL would sort whole rows.
        foreach (var stream in events.Values)
        {
            stream.Sort((one, other) => one.Version.CompareTo(other.Version));
        }

        facts.Sort((one, other) => one.Version.CompareTo(other.Version));
        await reader.NextResultAsync(cancellation);
        var table = await SourceTables.ReadStagesAsync(reader, tenant, cancellation) ?? new StageTable([], isComplete: false);
        var kept = new Dictionary<Guid, KeptRequest>();
        if (keys.Count > 0)
        {
            await reader.NextResultAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var (key, request) = RequestKeys.Read(reader);
                kept.Add(key, request);
            }
        }

        var settings = SettingsHistory.Of(facts);
        return (ids.ToDictionary(id => id, id => new LoadedDeal(events[LedgerDatabase.Stream(id)], settings, table), StringComparer.Ordinal), kept);
    }
}
