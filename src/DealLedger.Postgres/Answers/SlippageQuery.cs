using System.Runtime.InteropServices;
using DealLedger.Core.Answers;
using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;
using DealLedger.Core.Slippage;
using DealLedger.Core.Time;
using DealLedger.Postgres.ReadModels;
using Npgsql;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers who pushed and slipped what from one view (DEFINITIONS 5).</summary>
internal static class SlippageQuery
{
    private static readonly string DateMoves = $$"""
        SELECT c.deal_id, c.at, {{ChangeRowTable.OwnerBefore}} AS owner, {{ChangeRowTable.AmountBefore}}, {{ChangeRowTable.CurrencyBefore}}, c.b_close_date,
               c.close_date, c.push_days, c.times_pushed
        FROM ({believed}) c
        WHERE c.push_days IS NOT NULL AND c.at > $5 AND c.at <= $6
        """;

    // How often a deal was pushed by the window's end counts whoever owned it then: where all moves are handed on the last one tells, else each does.
    private static readonly string DateMovesInScope = $"""
        SELECT * FROM (
            {DateMoves.Replace("c.times_pushed", "max(c.times_pushed) OVER (PARTITION BY c.deal_id)", StringComparison.Ordinal)}
        ) m
        WHERE $7 IS NULL OR coalesce(m.owner, '') = $7
        """;

    // Whether a deal is open at the window's end is told by the last change in the window that opened, closed or deleted it.
    private static readonly string Out = $$"""
        SELECT l.deal_id FROM (
            SELECT DISTINCT ON (w.deal_id) w.deal_id, w.standing <> {{(short)Outcome.Open}} OR w.deleted AS is_out
            FROM ({believed}) w
            WHERE w.at > $5 AND w.at <= $6 AND (w.b_standing IS NOT NULL OR w.b_deleted IS NOT NULL)
            ORDER BY w.deal_id, w.at DESC, w.tie DESC NULLS LAST
        ) l WHERE l.is_out
        """;

    // What the basis has of those: deals of the period as they stood when the window began. As a condition that is no join, the deals that are out are
    // found once, whatever the planner thinks of their number.
    private static readonly string OutOfBasis = $$"""
        SELECT {key}, c.currency, s.each, sum(c.amount), count(*)
        FROM ({believed}) c
        CROSS JOIN LATERAL (SELECT CASE WHEN c.currency <> $11 THEN c.amount END AS each) s
        WHERE c.close_date BETWEEN $7 AND $8 AND c.at <= $5 AND c.held_to > $5 AND c.held_to <= $6 AND NOT c.deleted
          AND c.standing = {{(short)Outcome.Open}} AND c.category = ANY ($9) AND ($10 IS NULL OR coalesce(c.owner, '') = ANY ($10)) AND c.amount IS NOT NULL
          AND (c.deal_id IN ({{Out}})) IS TRUE
        GROUP BY 1, 2, 3
        """;

    /// <summary>Who pushed and slipped what in a window (DEFINITIONS 5). Every move of it is handed on as it is read, where somebody wants to see them.</summary>
    public static async Task<SlippageAnswer> AnswerAsync(
        LedgerView view, SlippageQuestion question, CancellationToken cancellation, Action<DateMove>? alsoSeen = null)
    {
        var snapshot = view.Snapshot;
        var settings = view.SettingsOf(question, question.To);
        var slippage = new SlippageBuilder(settings.Calendar, await view.RatesAsync(question, settings, cancellation), question.From);
        var (teams, teamNames) = await view.TeamsAsync(question, cancellation);
        await using (var batch = Ask(snapshot, question, teams.At(question.From), settings))
        await using (var reader = await batch.ExecuteReaderAsync(cancellation))
        {
            await ReadMovesAsync(
                reader, question, teams,
                move =>
                {
                    slippage.Add(Keys(question, move.OpportunityId, move.Owner ?? "", teams.At(move.At)), move);
                    alsoSeen?.Invoke(move);
                },
                cancellation);
            if (await reader.NextResultAsync(cancellation))
            {
                await TakeOutAsync(reader, question, teams.At(question.From), slippage, cancellation);
            }
        }

        if (question.Period is { } period)
        {
            await AddBasisAsync(snapshot, question, period, teams.At(question.From), settings, slippage, cancellation);
        }

        var hasPeriod = question.Period is not null;
        var total = slippage.Total(hasPeriod);
        var rows = question.By == GroupBy.None ? null : slippage.Rows(hasPeriod);
        var deals = (rows ?? []).Append(total).SelectMany(r => r.MostPushed).Select(d => d.Id)
            .Concat(question.By == GroupBy.Deal ? rows!.Select(r => r.Key) : []).ToHashSet(StringComparer.Ordinal);
        var dealNames = await snapshot.NamesAsync(deals, question.To, cancellation);
        var names = question.By == GroupBy.Deal ? key => dealNames.GetValueOrDefault(key, key) : await view.KeyNamesAsync(question.By, teamNames, cancellation);

        SlipRow Named(SlipRow row, string name) =>
            row with { Name = name, MostPushed = [.. row.MostPushed.Select(d => d with { Name = dealNames.GetValueOrDefault(d.Id, d.Id) })] };

        return new SlippageAnswer(
            SlippageBuilder.Definition, view.Tenant.Value, question.From, question.To, question.Period, question.Basis, question.To > view.Clock.GetUtcNow(),
            view.KnownText, snapshot.Reached, view.Notes, settings.ReportingCurrency, Named(total, total.Name),
            rows is null ? null : [.. rows.Select(r => Named(r, names(r.Key)) with
            {
                Parent = question.By == GroupBy.Team ? teams.At(question.To).Parent(r.Key) : null,
            })],
            slippage.Unconverted, settings.Version, question.RatesAt);
    }

    /// <summary>Reads every push and pull-in of a window that is in the scope.</summary>
    public static async Task ReadMovesAsync(
        Snapshot snapshot, SlippageQuestion question, TeamsOverTime teams, Action<DateMove> add, CancellationToken cancellation)
    {
        await using var moves = AskMoves(snapshot, question);
        await using var reader = await moves.ExecuteReaderAsync(cancellation);
        await ReadMovesAsync(reader, question, teams, add, cancellation);
    }

    private static NpgsqlCommand AskMoves(Snapshot snapshot, SlippageQuestion question)
    {
        var (from, to) = (Sql.Instant(question.From), Sql.Instant(question.To));
        return question is { Owner: null, Team: null } ? snapshot.Ask(DateMoves, from, to) : snapshot.Ask(DateMovesInScope, from, to, Sql.Text(question.Owner));
    }

    // What is out of the basis is summed while the moves are added up.
    private static NpgsqlBatch Ask(Snapshot snapshot, SlippageQuestion question, Hierarchy teams, Settings settings)
    {
        using var moves = AskMoves(snapshot, question);
        if (question.Period is not { } period)
        {
            return snapshot.AskTogether(moves);
        }

        var key = question.By == GroupBy.Deal ? "c.deal_id" : "coalesce(c.owner, '')";
        using var isOut = snapshot.Ask(
            OutOfBasis.Replace("{key}", key, StringComparison.Ordinal),
            Sql.Instant(question.From), Sql.Instant(question.To), Sql.Date(period.Start), Sql.Date(period.End),
            Sql.Array(Categories(question.Basis).Select(c => (short)c)), Sql.Ids(Scoping.Owners(question, teams)),
            Sql.Text(settings.ReportingCurrency));
        return snapshot.AskTogether([moves, .. PlannerSetting.Around(PlannerSetting.PagesOnce, isOut)]);
    }

    private static ForecastCategory[] Categories(SlipBasis basis) => basis switch
    {
        SlipBasis.Commit => [ForecastCategory.Commit],
        SlipBasis.Forecast => [ForecastCategory.Commit, ForecastCategory.MostLikely, ForecastCategory.BestCase],
        _ => [.. Enum.GetValues<ForecastCategory>().Where(c => c != ForecastCategory.Omitted)],
    };

    private static async Task ReadMovesAsync(
        NpgsqlDataReader reader, SlippageQuestion question, TeamsOverTime teams, Action<DateMove> add, CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            var move = new DateMove(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), Sql.Nullable(reader, 2), reader.IsDBNull(3) ? null : reader.GetDecimal(3),
                Sql.Nullable(reader, 4), reader.GetFieldValue<DateOnly>(5), reader.GetFieldValue<DateOnly>(6), reader.GetInt32(7), reader.GetInt32(8));
            if (question.Team is not { } team || teams.At(move.At).IsIn(team, move.Owner))
            {
                add(move);
            }
        }
    }

    private static IReadOnlyList<string> Keys(SlippageQuestion question, string deal, string owner, Hierarchy teams) => question.By switch
    {
        GroupBy.Owner => [owner],
        GroupBy.Deal => [deal],
        GroupBy.Team => teams.TeamsOf(owner, question.Team),
        _ => [],
    };

    // The basis is what a forecast as the window begins counts as open; all of it has slipped that is not out by the window's end.
    private static async Task AddBasisAsync(
        Snapshot snapshot, SlippageQuestion question, Period period, Hierarchy teams, Settings settings, SlippageBuilder slippage, CancellationToken cancellation)
    {
        var categories = Categories(question.Basis);
        var ofKeys = new Dictionary<string, List<ForecastPart>>(StringComparer.Ordinal);
        await StateSums.ReadAsync(
            snapshot, period, question.From, question.By == GroupBy.Deal ? GroupBy.Deal : GroupBy.Owner, Scoping.Owners(question, teams), settings.ReportingCurrency,
            (in ForecastPart part) =>
            {
                if (part.Outcome == Outcome.Open && categories.Contains(part.Category))
                {
                    (CollectionsMarshal.GetValueRefOrAddDefault(ofKeys, part.Key!, out _) ??= []).Add(part);
                }
            },
            cancellation);

        // Whose deals were all taken off again has none in the basis, and no row.
        foreach (var (key, parts) in ofKeys.Where(o => o.Value.Sum(p => p.Amounts.Count + p.WithoutAmount) != 0))
        {
            foreach (var part in parts)
            {
                slippage.Add(Keys(question, key, key, teams), new SlipBasisPart(key, part.Currency, part.Amounts, part.Amounts));
            }
        }
    }

    private static async Task TakeOutAsync(
        NpgsqlDataReader reader, SlippageQuestion question, Hierarchy teams, SlippageBuilder slippage, CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            var isOut = new AmountSum(-reader.GetDecimal(3), -reader.GetInt64(4), reader.IsDBNull(2) ? null : reader.GetDecimal(2));
            var part = new SlipBasisPart(reader.GetString(0), Sql.Nullable(reader, 1), new AmountSum(0, 0, isOut.Each), isOut);
            slippage.Add(Keys(question, part.Key, part.Key, teams), part);
        }
    }
}
