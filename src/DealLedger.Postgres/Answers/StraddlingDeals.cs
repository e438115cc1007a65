using System.Text;
using System.Text.Json;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;
using Npgsql;

namespace DealLedger.Postgres.Answers;

/// <summary>The deals of which a position of the log cuts a change in two, and their rows as they were believed there, folded from the log, as JSON.</summary>
internal sealed record StraddlingDeals(string[] Ids, string Rows)
{
    /// <summary>No deal.</summary>
    public static StraddlingDeals None { get; } = new([], "[]");

    /// <summary>Finds and folds them; a change takes no more positions than the widest run.</summary>
    public static async Task<StraddlingDeals> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, long knownTo, long widestRun, CancellationToken cancellation)
    {
        var ids = await FindAsync(connection, tenant, knownTo, widestRun, cancellation);
        if (ids.Count == 0)
        {
            return None;
        }

        var streams = await OpportunityStreams.ReadDecidingAsync(connection, tenant, ids, knownTo, cancellation);
        return new StraddlingDeals([.. ids], Json(tenant, streams.SelectMany(s => ChangeRows.Of(s.Key, s.Value)).Where(r => r.KnownTo == ChangeRow.Still)));
    }

    private static async Task<List<string>> FindAsync(
        NpgsqlConnection connection, TenantId tenant, long knownTo, long widestRun, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT DISTINCT c.deal_id FROM dealledger.deal_change c
            WHERE c.tenant_id = $1 AND c.run_from <= $2 AND c.known_from > $2
              AND 'opportunity/' || c.deal_id IN (SELECT e.stream_id FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.seq_id > $2 AND e.seq_id <= $2 + $3)
            """,
            connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = knownTo });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = widestRun });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var deals = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            deals.Add(reader.GetString(0));
        }

        return deals;
    }

    private static string Json(TenantId tenant, IEnumerable<ChangeRow> rows)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                ChangeRowTable.Write(json, tenant, row);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
