using DealLedger.Core.Answers;
using DealLedger.Core.Comparing;
using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;
using DealLedger.Postgres.ReadModels;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers which deals count differently in a forecast in two views of one tenant.</summary>
internal static class DifferencesQuery
{
    // What decides how a deal counts; and the owners whose teams, and the currencies whose rates differ though nothing of the deal does.
    private const string Different = $$"""
        SELECT coalesce(a.deal_id, b.deal_id), {{ChangeRowTable.ViewsOfBoth}}
        FROM (
            SELECT c.deal_id, {{ChangeRowTable.ViewColumns}}
            FROM ({earlier}) c
            WHERE c.close_date BETWEEN $8 AND $9 AND c.at <= $10 AND c.held_to > $10 AND NOT c.deleted AND ($12 IS NULL OR coalesce(c.owner, '') = ANY ($12))
        ) a
        FULL JOIN (
            SELECT c.deal_id, {{ChangeRowTable.ViewColumns}}
            FROM ({believed}) c
            WHERE c.close_date BETWEEN $8 AND $9 AND c.at <= $11 AND c.held_to > $11 AND NOT c.deleted AND ($13 IS NULL OR coalesce(c.owner, '') = ANY ($13))
        ) b ON b.deal_id = a.deal_id
        WHERE (a.standing, a.category, a.amount, a.currency, a.owner, a.stage, a.type, a.segment)
              IS DISTINCT FROM (b.standing, b.category, b.amount, b.currency, b.owner, b.stage, b.type, b.segment)
           OR b.owner = ANY ($14) OR b.currency = ANY ($15)
        """;

    /// <summary>The deals that count differently later than earlier.</summary>
    public static async Task<DealDifferences> AnswerAsync(
        LedgerView earlier, DateTimeOffset earlierAsOf, LedgerView later, ForecastQuestion question, int limit, CancellationToken cancellation)
    {
        // Both are told in one currency, by one version of the settings.
        var settings = later.SettingsOf(question, question.AsOf);
        var before = await ViewAsync(earlier, earlierAsOf, question, settings, cancellation);
        var after = await ViewAsync(later, question.AsOf, question, settings, cancellation);
        var comparison = new ForecastComparison(question, before, after);
        await CompareAsync(earlier.Snapshot, later.Snapshot, question, before, after, comparison, cancellation);

        var rates = await later.Snapshot.RatesAsync(cancellation);
        var lines = AsksForTeams(question) ? await later.Snapshot.LinesAsync(cancellation) : ReportingLines.Of([]);
        var deals = new List<ComparedDeal>();
        foreach (var chunk in comparison.Largest(limit).Chunk(1_000))
        {
            var timelines = await later.Snapshot.TimelinesAsync(chunk, cancellation);
            var texts = await later.Snapshot.TextsAsync([.. timelines.Values.SelectMany(DealAnswer.TextsOf)], cancellation);
            deals.AddRange(comparison.Describe(chunk, timelines, lines, rates, texts));
        }

        return new DealDifferences(deals, comparison.DealsTotal);
    }

    private static bool AsksForTeams(ForecastQuestion question) => question.By == GroupBy.Team || question.Team is not null;

    private static async Task<ComparedView> ViewAsync(
        LedgerView view, DateTimeOffset asOf, ForecastQuestion question, Settings settings, CancellationToken cancellation)
    {
        var (teams, _) = await view.TeamsAsync(question, cancellation);
        var linesAsOf = question.Hierarchy == HierarchyChoice.Current ? view.Clock.GetUtcNow() : asOf;
        var rates = await view.RatesAsync(question, settings, cancellation);
        return new ComparedView(
            new Knowledge(view.KnownTo, asOf), new Knowledge(view.KnownTo, linesAsOf), new Knowledge(view.KnownTo, question.RatesAt ?? asOf), teams.At(asOf),
            rates.At(asOf));
    }

    private static async Task CompareAsync(
        Snapshot earlier, Snapshot later, ForecastQuestion question, ComparedView before, ComparedView after, ForecastComparison comparison,
        CancellationToken cancellation)
    {
        await using var command = later.AskBeside(
            earlier, Different, Sql.Date(question.Period.Start), Sql.Date(question.Period.End), Sql.Instant(before.Deals.AsOf), Sql.Instant(after.Deals.AsOf),
            Sql.Ids(Scoping.Owners(question, before.Teams)), Sql.Ids(Scoping.Owners(question, after.Teams)), Sql.Ids(Moved(before.Teams, after.Teams)),
            Sql.Ids(after.Rates.DifferencesTo(before.Rates)));
        await using var batch = later.AskWith(PlannerSetting.PagesOnce, command);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            comparison.Add(reader.GetString(0), ChangeRowTable.ReadView(reader, 1), ChangeRowTable.ReadView(reader, 1 + ChangeRowTable.ViewCount));
        }
    }

    private static List<string> Moved(Hierarchy before, Hierarchy after) =>
        [.. before.People.Union(after.People, StringComparer.Ordinal).Where(p => !before.TeamsOf(p).SequenceEqual(after.TeamsOf(p)))];
}
