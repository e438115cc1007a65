using DealLedger.Core.Answers;
using DealLedger.Core.Time;
using DealLedger.Postgres.ReadModels;
using NpgsqlTypes;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers which changes were recorded late from one view.</summary>
internal static class LateChangesQuery
{
    private const string Late = $$"""
        SELECT c.deal_id, c.at, e.recorded_at, d.recorded_at, c.changed_by, c.last_position, {{ChangeRowTable.BeforeColumns}}, {{ChangeRowTable.ViewColumns}}
        FROM ({believed}) c
        CROSS JOIN LATERAL (SELECT s.timestamp AS recorded_at FROM ledger.mt_events s WHERE s.tenant_id = $1 AND s.seq_id = c.last_position) e
        CROSS JOIN LATERAL (
            SELECT s.timestamp AS recorded_at FROM ledger.mt_events s
            WHERE s.tenant_id = $1 AND s.stream_id = 'opportunity/' || c.deal_id ORDER BY s.version LIMIT 1
        ) d
        WHERE (c.close_date BETWEEN $5 AND $6 OR c.b_close_date BETWEEN $5 AND $6) AND c.at <= $7 AND e.recorded_at - c.at > $8
        ORDER BY c.last_position
        LIMIT $9
        """;

    /// <summary>The changes, up to an instant, of deals that closed in a period before or after them, recorded more than so much later.</summary>
    public static async Task<IReadOnlyList<LateChange>> AnswerAsync(
        LedgerView view, Period period, DateTimeOffset asOf, TimeSpan after, int limit, CancellationToken cancellation)
    {
        var changes = new List<LateChange>();
        await using (var command = view.Snapshot.Ask(
            Late, Sql.Date(period.Start), Sql.Date(period.End), Sql.Instant(asOf), new() { Value = after, NpgsqlDbType = NpgsqlDbType.Interval },
            new() { Value = limit }))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                changes.Add(new LateChange(
                    reader.GetString(0), "", reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2),
                    reader.GetFieldValue<DateTimeOffset>(3),
                    reader.GetString(4), reader.GetInt64(5), ChangeRowTable.ReadView(reader, 6), ChangeRowTable.ReadView(reader, 17)!));
            }
        }

        var names = await view.Snapshot.NamesAsync(changes.Select(c => c.DealId).ToHashSet(StringComparer.Ordinal), asOf, cancellation);
        return changes.ConvertAll(c => c with { DealName = names.GetValueOrDefault(c.DealId, c.DealId) });
    }
}
