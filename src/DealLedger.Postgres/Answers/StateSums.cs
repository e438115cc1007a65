using DealLedger.Core.Answers;
using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using DealLedger.Postgres.Checkpoints;
using DealLedger.Postgres.ReadModels;
using Npgsql;

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

    // The newest round that the instant lies behind, unless so much has changed since that the rows themselves are read quicker.
    private const string Round = """
        SELECT c.at FROM dealledger.checkpoint c
        WHERE c.tenant_id = $1 AND c.generation = $2 AND c.at <= $3 AND c.currency = $4
          AND ($5 OR EXISTS (SELECT FROM dealledger.checkpoint l WHERE l.tenant_id = $1 AND l.generation = $2 AND l.at > $3))
        ORDER BY c.at DESC LIMIT 1
        """;

    private static readonly string NewGroups = SumGroups.Select.Replace("{from}", "$8", StringComparison.Ordinal);

    // Month by month by its key: a plan for any period, which does not know how few months it has, would read the sums of all.
    private const string SumsAtRound = $$"""
        SELECT s.{column} FROM ({{Round}}) r CROSS JOIN generate_series($6::date, $7::date, interval '1 month') AS m (month)
        LEFT JOIN LATERAL (
            SELECT c.whole_at FROM dealledger.checkpoint_sums c
            WHERE c.tenant_id = $1 AND c.generation = $2 AND c.month = m.month::date AND c.at <= r.at ORDER BY c.at DESC LIMIT 1
        ) n ON true
        LEFT JOIN LATERAL (
            SELECT c.{column} FROM dealledger.checkpoint_sums c
            WHERE c.tenant_id = $1 AND c.generation = $2 AND c.month = m.month::date AND c.at BETWEEN n.whole_at AND r.at OFFSET 0
        ) s ON true
        """;

    private const string ChangesSinceRound = $$"""
        SELECT {columns}
        FROM dealledger.deal_change c
        WHERE c.tenant_id = $1 AND c.known_to IS NULL AND c.at > ({{Round}}) AND c.at <= $3
          AND (c.close_date BETWEEN $6 AND $7 OR c.b_close_date BETWEEN $6 AND $7) AND {concerns}
        """;

    private static readonly string OwnersSinceRound = ChangesSinceRound
        .Replace("{columns}", ChangeRowTable.ColumnsOfOwners, StringComparison.Ordinal).Replace("{concerns}", ChangeRowTable.ConcernsOwners, StringComparison.Ordinal);

    private static readonly string KindsSinceRound = ChangesSinceRound
        .Replace("{columns}", $"{ChangeRowTable.BeforeColumns}, {ChangeRowTable.ViewColumns}", StringComparison.Ordinal)
        .Replace("{concerns}", ChangeRowTable.ConcernsKinds, StringComparison.Ordinal);

    /// <summary>
    /// Hands over the sums of the deals of these owners, or of all, as they are read: parts of one group may come in any number. No sums are kept of single
    /// deals: by deal every row is read.
    /// </summary>
    public static async Task ReadAsync(
        Snapshot snapshot, Period period, DateTimeOffset asOf, GroupBy by, IReadOnlyList<string>? owners, string reportingCurrency, PartOfForecast add,
        CancellationToken cancellation)
    {
        var byOwner = by is GroupBy.Owner or GroupBy.Team || owners is not null;
        if (snapshot.IsNow && by != GroupBy.Deal && (!byOwner || by is GroupBy.Owner or GroupBy.Team or GroupBy.None) && WholeMonths(period) is { } whole
            && await FromCheckpointsAsync(snapshot, whole, asOf, by, byOwner, owners, reportingCurrency, add, cancellation))
        {
            foreach (var edge in new[] { period with { End = whole.Start.AddDays(-1) }, period with { Start = whole.End.AddDays(1) } }.Where(e => e.Start <= e.End))
            {
                await FromRowsAsync(snapshot, edge, asOf, by, owners, reportingCurrency, add, cancellation);
            }

            return;
        }

        await FromRowsAsync(snapshot, period, asOf, by, owners, reportingCurrency, add, cancellation);
    }

    // The months that lie within a period as a whole; a fiscal calendar need not follow them.
    private static Period? WholeMonths(Period period)
    {
        var first = Rounds.Month(period.Start.Day == 1 ? period.Start : period.Start.AddMonths(1));
        var next = Rounds.Month(period.End.AddDays(1));
        return first < next ? period with { Start = first, End = next.AddDays(-1) } : null;
    }

    // Nothing is handed over where there is no round to begin with.
    private static async Task<bool> FromCheckpointsAsync(
        Snapshot snapshot, Period months, DateTimeOffset asOf, GroupBy by, bool byOwner, IReadOnlyList<string>? owners, string reportingCurrency,
        PartOfForecast add, CancellationToken cancellation)
    {
        var wanted = owners?.ToHashSet(StringComparer.Ordinal);
        var known = snapshot.KnownGroups;
        await using var batch = snapshot.AskCheckpoints(
            [NewGroups, SumsAtRound.Replace("{column}", byOwner ? "by_owner" : "by_kind", StringComparison.Ordinal), byOwner ? OwnersSinceRound : KindsSinceRound],
            asOf, reportingCurrency, Sql.Date(months.Start), Sql.Date(months.End), new NpgsqlParameter<int> { TypedValue = known.Count });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var groups = await snapshot.AddGroupsAsync(known, reader, cancellation);
        await reader.NextResultAsync(cancellation);
        var isThere = false;
        while (await reader.ReadAsync(cancellation))
        {
            isThere = true;
            if (!reader.IsDBNull(0))
            {
                PackedSums.Read(reader.GetFieldValue<byte[]>(0), (in SumKey key, in SumOfDeals sum) => Add(groups[key.Group], key, sum));
            }
        }

        if (!isThere)
        {
            return false;
        }

        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var after = ChangeRowTable.ReadView(reader, ChangeRowTable.BeforeCount)!;
            AddDeal(ChangeRowTable.ReadBefore(reader, 0, after), -1);
            AddDeal(after, +1);
        }

        return true;

        void AddDeal(DealView? deal, int sign)
        {
            if (deal is { IsDeleted: false } && months.Contains(deal.CloseDate))
            {
                var each = SumKey.EachOf(deal, reportingCurrency);
                Add(
                    byOwner ? SumGroup.ByOwner(deal) : SumGroup.ByKind(deal), new SumKey(0, deal.Standing, deal.Category, each), SumOfDeals.Of(each, deal, sign));
            }
        }

        void Add(in SumGroup group, in SumKey key, in SumOfDeals sum)
        {
            if (wanted is null || wanted.Contains(group.Owner ?? ""))
            {
                add(new ForecastPart(
                    KeyOf(by, group), key.Standing, key.Category, group.Currency, new AmountSum(sum.Amount, sum.WithAmount, key.Each), sum.WithoutAmount,
                    sum.Weight));
            }
        }
    }

    private static string? KeyOf(GroupBy by, in SumGroup group) => by switch
    {
        GroupBy.Owner or GroupBy.Team => group.Owner ?? "",
        GroupBy.Type => group.Type ?? "",
        GroupBy.Segment => group.Segment ?? "",
        GroupBy.Stage => group.Stage ?? "",
        _ => null,
    };

    private static async Task FromRowsAsync(
        Snapshot snapshot, Period period, DateTimeOffset asOf, GroupBy by, IReadOnlyList<string>? owners, string reportingCurrency, PartOfForecast add,
        CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(
            StatesAt.Replace("{key}", Key(by), StringComparison.Ordinal), Sql.Date(period.Start), Sql.Date(period.End), Sql.Instant(asOf), Sql.Ids(owners), Sql.Text(reportingCurrency));
        await using var batch = snapshot.AskWith(PlannerSetting.PagesOnce, command);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            add(new ForecastPart(
                Sql.Nullable(reader, 0), (Outcome)reader.GetInt16(1), (ForecastCategory)reader.GetInt16(2), Sql.Nullable(reader, 3),
                new AmountSum(reader.GetDecimal(4), reader.GetInt64(5), reader.IsDBNull(7) ? null : reader.GetDecimal(7)), reader.GetInt64(6), reader.GetDecimal(8)));
        }
    }

    private static string Key(GroupBy by) => by switch
    {
        GroupBy.Owner or GroupBy.Team => "coalesce(c.owner, '')",
        GroupBy.Type => "coalesce(c.type, '')",
        GroupBy.Segment => "coalesce(c.segment, '')",
        GroupBy.Stage => "coalesce(c.stage, '')",
        GroupBy.Deal => "c.deal_id",
        _ => "NULL::varchar",
    };
}

/// <summary>Takes a part of a forecast.</summary>
internal delegate void PartOfForecast(in ForecastPart part);
