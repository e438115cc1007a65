using System.Runtime.CompilerServices;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Ledger;
using Npgsql;

namespace DealLedger.Postgres.ReadModels;

/// <summary>Reads the whole log deal by deal, in bounded memory.</summary>
internal static class DealsInLog
{
    // A sort that spills to disk in many small runs takes longer than the fold.
    private const string SortMemory = "SET LOCAL work_mem = '256MB'";

    /// <summary>
    /// Every deal with its events up to a position in the order of recording, as far as a fold looks at them; one deal at a time. Reads inside a
    /// transaction of the caller.
    /// </summary>
    public static async IAsyncEnumerable<(string Deal, IReadOnlyList<RecordedEvent> Events)> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using (var memory = new NpgsqlCommand(SortMemory, connection))
        {
            await memory.ExecuteNonQueryAsync(cancellation);
        }

        await using var command = new NpgsqlCommand(
            $"""
            SELECT e.stream_id, {EventRows.DecidingColumns} FROM ledger.mt_events e
            WHERE e.tenant_id = $1 AND e.seq_id <= $2 AND {EventRows.OfOpportunities}
            ORDER BY e.stream_id COLLATE "C", e.seq_id
            """,
            connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        string? deal = null;
        var events = new List<RecordedEvent>();
        while (await reader.ReadAsync(cancellation))
        {
            var id = EventRows.OpportunityId(reader.GetString(0))!;
            if (id != deal)
            {
                if (deal is not null)
                {
                    yield return (deal, events);
                }

                (deal, events) = (id, []);
            }

            events.Add(EventRows.ReadDeciding(reader));
        }

        if (deal is not null)
        {
            yield return (deal, events);
        }
    }
}
