using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>Reads what commands decide on, for many deals in one round trip.</summary>
internal static class DealsForCommands
{
    // Stream by stream, as in OpportunityStreams, and put in order afterwards: PostgreSQL would sort whole rows. Settings come from their own stream, at
    // the end: read models may lag behind.
    private const string Streams = $"""
        SELECT (wanted.place - 1)::integer, {EventRows.DecidingColumns}
        FROM unnest($2::varchar[]) WITH ORDINALITY AS wanted (stream_id, place)
        CROSS JOIN LATERAL (
            SELECT * FROM ledger.mt_events s WHERE s.tenant_id = $1 AND s.stream_id = wanted.stream_id OFFSET 0
        ) e
        """;

    /// <summary>These deals by their ids, unknown ones without events; each id once. And the requests that are kept under these keys.</summary>
    public static async Task<(IReadOnlyDictionary<string, LoadedDeal> Deals, IReadOnlyDictionary<Guid, KeptRequest> Requests)> ReadAsync(
        LedgerDatabase database, TenantId tenant, IEnumerable<string> opportunityIds, IReadOnlyCollection<Guid> keys, CancellationToken cancellation)
    {
        var ids = opportunityIds.ToList();
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var batch = new NpgsqlBatch(connection);
        OnePlan.Begin.ForEach(batch.BatchCommands.Add);
        var streams = new NpgsqlBatchCommand(Streams);
        streams.Parameters.Add(Sql.Text(tenant.Value));
        streams.Parameters.Add(Sql.Array(ids.Select(LedgerDatabase.Stream).Append(SettingsEvent.Stream.ToString())));
        OpportunityStreams.PagesAtOnce(streams).ForEach(batch.BatchCommands.Add);
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

        OnePlan.End.ForEach(batch.BatchCommands.Add);

        // As for appends: left to prepare by itself, Npgsql loses step when a statement fails in that moment.
        await batch.PrepareAsync(cancellation);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var (events, facts) = (ids.ConvertAll(_ => new List<RecordedEvent>()), new List<RecordedFact>());
        while (await reader.ReadAsync(cancellation))
        {
            var place = reader.GetInt32(0);
            if (place < ids.Count)
            {
                events[place].Add(EventRows.ReadDeciding(reader));
            }
            else if (EventRows.ReadFact(reader, SettingsEvent.Stream) is { } fact)
            {
                facts.Add(fact);
            }
        }

        events.ForEach(e => e.Sort((one, other) => one.Version.CompareTo(other.Version)));
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
        return (ids.Zip(events).ToDictionary(d => d.First, d => new LoadedDeal(d.Second, settings, table), StringComparer.Ordinal), kept);
    }
}
