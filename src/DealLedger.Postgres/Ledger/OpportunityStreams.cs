using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>Reads streams of opportunities.</summary>
internal static class OpportunityStreams
{
    private const string OfStreams = "FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.stream_id = ANY ($2) AND e.seq_id <= $3";

    // Of one deal, which is asked for most: for a list of a length that is not known yet the planner would make a plan each time.
    private const string OfStream = "FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.stream_id = $2 AND e.seq_id <= $3";

    /// <summary>A statement over whole streams, whose pages are taken from the disk at once.</summary>
    public static NpgsqlBatch PagesAtOnce(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        var statement = new NpgsqlBatchCommand(sql);
        statement.Parameters.AddRange(parameters);
        var batch = new NpgsqlBatch(connection);
        foreach (var command in PlannerSetting.Around(PlannerSetting.PagesAtOnce, statement))
        {
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    /// <summary>The events of these opportunities up to a position, each in the order of recording.</summary>
    public static Task<IReadOnlyDictionary<string, IReadOnlyList<RecordedEvent>>> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, IReadOnlyCollection<string> opportunityIds, long upTo, CancellationToken cancellation) =>
        ReadAsync(connection, $"SELECT {EventRows.Columns}", r => EventRows.Read(r).Event, tenant, opportunityIds, upTo, cancellation);

    /// <summary>The same as far as a fold looks at the events, which is less to read.</summary>
    public static Task<IReadOnlyDictionary<string, IReadOnlyList<RecordedEvent>>> ReadDecidingAsync(
        NpgsqlConnection connection, TenantId tenant, IReadOnlyCollection<string> opportunityIds, long upTo, CancellationToken cancellation) =>
        ReadAsync(connection, $"SELECT e.stream_id, {EventRows.DecidingColumns}", EventRows.ReadDeciding, tenant, opportunityIds, upTo, cancellation);

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<RecordedEvent>>> ReadAsync(
        NpgsqlConnection connection, string select, Func<NpgsqlDataReader, RecordedEvent> read, TenantId tenant, IReadOnlyCollection<string> opportunityIds,
        long upTo, CancellationToken cancellation)
    {
        var ids = opportunityIds.Select(LedgerDatabase.Stream).ToList();
        await using var batch = PagesAtOnce(
            connection, $"{select} {(ids.Count == 1 ? OfStream : OfStreams)}", Sql.Text(tenant.Value), ids.Count == 1 ? Sql.Text(ids[0]) : Sql.Array(ids),
            new NpgsqlParameter<long> { TypedValue = upTo });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var streams = new Dictionary<string, IReadOnlyList<RecordedEvent>>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            var id = EventRows.OpportunityId(reader.GetString(0))!;
            if (!streams.TryGetValue(id, out var events))
            {
                streams.Add(id, events = new List<RecordedEvent>());
            }

            ((List<RecordedEvent>)events).Add(read(reader));
        }

        // They come as they lie; PostgreSQL would sort whole rows.
        foreach (var events in streams.Values)
        {
            ((List<RecordedEvent>)events).Sort((one, other) => one.Position.CompareTo(other.Position));
        }

        return streams;
    }
}
