using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>Reads streams of opportunities.</summary>
internal static class OpportunityStreams
{
    /// <summary>The events of these opportunities up to a position, each in the order of recording.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<RecordedEvent>>> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, IReadOnlyCollection<string> opportunityIds, long upTo, CancellationToken cancellation)
    {
        // Stream by stream: of a table that has grown and not been analysed yet the planner would rather read the whole.
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {EventRows.Columns} FROM unnest($2::varchar[]) AS wanted (stream_id)
            CROSS JOIN LATERAL (
                SELECT * FROM ledger.mt_events s WHERE s.tenant_id = $1 AND s.stream_id = wanted.stream_id AND s.seq_id <= $3 OFFSET 0
            ) e
            ORDER BY e.seq_id
            """,
            connection);
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        command.Parameters.Add(TenantDirectory.Array(opportunityIds.Select(LedgerDatabase.Stream)));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var streams = new Dictionary<string, IReadOnlyList<RecordedEvent>>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            var (stream, e) = EventRows.Read(reader);
            var id = EventRows.OpportunityId(stream)!;
            if (!streams.TryGetValue(id, out var events))
            {
                streams.Add(id, events = new List<RecordedEvent>());
            }

            ((List<RecordedEvent>)events).Add(e);
        }

        return streams;
    }
}
