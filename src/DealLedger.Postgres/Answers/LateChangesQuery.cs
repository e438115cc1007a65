using DealLedger.Core.Answers;
using DealLedger.Core.Time;
using DealLedger.Postgres.ReadModels;
using NpgsqlTypes;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers which changes were recorded late from one view.</summary>
internal static class LateChangesQuery
{
    private const string Late = $$"""
        SELECT c.deal_id, c.at, e.recorded_at, d.recorded_at, e.changed_by, e.seq_id, {{ChangeRowTable.BeforeColumns}}, {{ChangeRowTable.ViewColumns}}
        FROM ({believed}) c
        CROSS JOIN LATERAL (
            SELECT s.seq_id, s.timestamp AS recorded_at, coalesce(s.data ->> 'By', s.user_name, '') AS changed_by
            FROM ledger.mt_events s WHERE s.tenant_id = $1 AND s.seq_id = coalesce(c.last_position, c.known_from)
        ) e
        CROSS JOIN LATERAL (
            SELECT s.timestamp AS recorded_at FROM ledger.mt_events s
            WHERE s.tenant_id = $1 AND s.stream_id = 'opportunity/' || c.deal_id ORDER BY s.version LIMIT 1
        ) d
        WHERE (c.close_date BETWEEN $5 AND $6 OR c.b_close_date BETWEEN $5 AND $6) AND c.at <= $7 AND e.recorded_at - c.at > $8
        ORDER BY e.seq_id
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
                var became = ChangeRowTable.ReadView(reader, 6 + ChangeRowTable.BeforeCount)!;
                changes.Add(new LateChange(
                    reader.GetString(0), "", reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2),
                    reader.GetFieldValue<DateTimeOffset>(3),
                    reader.GetString(4), reader.GetInt64(5), ChangeRowTable.ReadBefore(reader, 6, became), became));
            }
        }

        var names = await view.Snapshot.NamesAsync(changes.Select(c => c.DealId).ToHashSet(StringComparer.Ordinal), asOf, cancellation);
        return changes.ConvertAll(c => c with { DealName = names.GetValueOrDefault(c.DealId, c.DealId) });
    }
}
