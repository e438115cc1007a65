using System.Runtime.CompilerServices;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Ledger;
using Npgsql;

namespace DealLedger.Postgres.ReadModels;

/// <summary>Reads the whole log deal by deal, in bounded memory.</summary>
internal static class DealsInLog
{
    /// <summary>Every deal with its events up to a position in the order of recording; one deal at a time.</summary>
    public static async IAsyncEnumerable<(string Deal, IReadOnlyList<RecordedEvent> Events)> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {EventRows.Columns} FROM ledger.mt_events e
            WHERE e.tenant_id = $1 AND e.seq_id <= $2 AND {EventRows.OfOpportunities}
            ORDER BY e.stream_id, e.seq_id
            """,
            connection) { CommandTimeout = 0 };
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        string? deal = null;
        var events = new List<RecordedEvent>();
        while (await reader.ReadAsync(cancellation))
        {
            var (stream, e) = EventRows.Read(reader);
            var id = EventRows.OpportunityId(stream)!;
            if (id != deal)
            {
                if (deal is not null)
                {
                    yield return (deal, events);
                }

                (deal, events) = (id, []);
            }

            events.Add(e);
        }

        if (deal is not null)
        {
            yield return (deal, events);
        }
    }
}
