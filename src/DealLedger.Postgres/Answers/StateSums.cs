using DealLedger.Core.Answers;
using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;

namespace DealLedger.Postgres.Answers;

/// <summary>The deals of a period as they stood at an instant, summed by group, outcome, category and currency.</summary>
internal static class StateSums
{
    private const string StatesAt = """
        SELECT {key}, c.standing, c.category, c.currency, coalesce(sum(c.amount), 0), count(c.amount), count(*) - count(c.amount), min(s.each),
               coalesce(sum(CASE WHEN s.each IS NULL THEN c.amount * c.probability ELSE c.probability END), 0)
        FROM ({believed}) c
        CROSS JOIN LATERAL (SELECT CASE WHEN c.currency <> $9 THEN c.amount END AS each) s
        WHERE c.close_date BETWEEN $5 AND $6 AND c.at <= $7 AND c.held_to > $7 AND NOT c.deleted AND ($8 IS NULL OR coalesce(c.owner, '') = ANY ($8))
        GROUP BY 1, 2, 3, 4, s.each
        """;

    /// <summary>The sums of the deals of these owners, or of all.</summary>
    public static async Task<List<ForecastPart>> ReadAsync(
        Snapshot snapshot, Period period, DateTimeOffset asOf, GroupBy by, IReadOnlyList<string>? owners, string reportingCurrency, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(StatesAt.Replace("{key}", Key(by), StringComparison.Ordinal), Sql.Date(period.Start), Sql.Date(period.End), Sql.Instant(asOf), Sql.Ids(owners), TenantDirectory.Text(reportingCurrency));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var parts = new List<ForecastPart>();
        while (await reader.ReadAsync(cancellation))
        {
            parts.Add(new ForecastPart(
                Sql.Nullable(reader, 0), (Outcome)reader.GetInt16(1), (ForecastCategory)reader.GetInt16(2), Sql.Nullable(reader, 3),
                new AmountSum(reader.GetDecimal(4), reader.GetInt64(5), reader.IsDBNull(7) ? null : reader.GetDecimal(7)), reader.GetInt64(6), reader.GetDecimal(8)));
        }

        return parts;
    }

    private static string Key(GroupBy by) => by switch
    {
        GroupBy.Owner or GroupBy.Team => "coalesce(c.owner, '')",
        GroupBy.Type => "coalesce(c.type, '')",
        GroupBy.Segment => "coalesce(c.segment, '')",
        GroupBy.Stage => "coalesce(c.stage, '')",
        _ => "NULL::varchar",
    };
}
