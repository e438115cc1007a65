using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;
using DealLedger.Postgres.ReadModels;
using Npgsql;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers what changed between two instants from one view (DEFINITIONS 4).</summary>
internal static class ChangesQuery
{
    // All changes of the deals that are in the period at some instant of the window: what others did makes no movement. As a condition that is
    // no join, those deals are found once, whatever the planner thinks of their number.
    internal const string ChangesInWindow = $$"""
        SELECT c.deal_id, c.at, {{ChangeRowTable.BeforeColumns}}, {{ChangeRowTable.ViewColumns}}
        FROM ({believed}) c
        WHERE c.at > $5 AND c.at <= $6 AND (c.deal_id IN (
            SELECT c.deal_id FROM ({believed}) c
            WHERE c.at > $5 AND c.at <= $6 AND (c.close_date BETWEEN $7 AND $8 OR c.b_close_date BETWEEN $7 AND $8))) IS TRUE
        ORDER BY c.deal_id, c.at, c.tie NULLS FIRST
        """;

    // Without what neither a waterfall of all deals nor one by owner or team looks at.
    private static readonly string ChangesWithoutKind = ChangesInWindow
        .Replace($"{ChangeRowTable.BeforeColumns}, {ChangeRowTable.ViewColumns}", ChangeRowTable.ColumnsOfOwners, StringComparison.Ordinal);

    // Changes of that alone, a quarter of all and more, are left out.
    private static readonly string ChangesOfPipeline = ChangesWithoutKind
        .Replace("c.at <= $6", $"c.at <= $6 AND {ChangeRowTable.ConcernsPipeline}", StringComparison.Ordinal);

    // Deals that stayed as they were while the hierarchy above their owner, or the rate of their currency, moved.
    private const string Unchanged = $$"""
        SELECT c.deal_id, {{ChangeRowTable.ViewColumns}}
        FROM ({believed}) c
        WHERE c.close_date BETWEEN $5 AND $6 AND c.at <= $7 AND c.held_to > $8 AND NOT c.deleted AND (c.owner = ANY ($9) OR c.currency = ANY ($10))
        """;

    /// <summary>What changed between two instants (DEFINITIONS 4).</summary>
    public static async Task<ChangesAnswer> AnswerAsync(LedgerView view, ChangesQuestion question, CancellationToken cancellation)
    {
        var snapshot = view.Snapshot;
        var scope = question.Scope;
        var settings = view.SettingsOf(question, question.To);
        var rates = await view.RatesAsync(question, settings, cancellation);
        var (teams, teamNames) = await view.TeamsAsync(question, cancellation);
        var window = new Window(question.From, question.To, new LensOverTime(teams, rates));
        var waterfall = new WaterfallBuilder(scope, window, question.Mode, question.By, question.Listed);
        await StateSums.ReadAsync(
            snapshot, question.Period, question.From, question.By, Scoping.Owners(question, window.AtStart.Teams), rates.Reporting, AddStart, cancellation);
        var needsKind = question.By is GroupBy.Type or GroupBy.Segment or GroupBy.Stage || question.Listed.Part is not null;
        await ReadDealsAsync(snapshot, question.Period, window, needsKind, waterfall.AddDeal, cancellation);

        var figures = waterfall.Figures();
        var deals = await DescribeAsync(snapshot, question, window, scope, figures.LargestDeals, cancellation);
        var names = await view.KeyNamesAsync(question.By, teamNames, cancellation);
        return new ChangesAnswer(
            WaterfallBuilder.Definition, view.Tenant.Value, question.Mode, question.From, question.To, view.KnownText, snapshot.Reached, view.Notes,
            question.Period, rates.Reporting, figures.Total.Start, figures.Total.End, figures.Total.Movements,
            question.By == GroupBy.None ? null : [.. figures.Rows.Select(r => r with { Name = names(r.Key) })], deals, figures.DealsTotal,
            figures.UnconvertedAtStart, figures.Unconverted, settings.Version, question.RatesAt, question.Kind, figures.Next?.ToString());

        void AddStart(in ForecastPart part)
        {
            if (part.Outcome == Outcome.Open && part.Category != ForecastCategory.Omitted)
            {
                waterfall.AddStart(part);
            }
        }
    }

    /// <summary>
    /// Hands over every deal of a period that a window may show otherwise at its end: its state at the beginning, and its changes; where kinds are not
    /// needed, without stage, type and segment, and, unless the hierarchy or the rates moved, without changes of those and of the probability alone.
    /// </summary>
    public static async Task ReadDealsAsync(
        Snapshot snapshot, Period period, Window window, bool needsKind, Action<string, DealView?, IReadOnlyList<ViewStep>> add, CancellationToken cancellation)
    {
        // Whoever's deals moved with the hierarchy or the rates moved with all that happened to them: what did not change comes by itself.
        var hasMoved = window.Moved.Owners.Count > 0 || window.Moved.Currencies.Count > 0;
        var changes = needsKind ? ChangesInWindow : hasMoved ? ChangesWithoutKind : ChangesOfPipeline;
        await ReadChangedAsync(snapshot, changes, period, window, add, cancellation);
        await ReadUnchangedAsync(snapshot, period, window, add, cancellation);
    }

    // The deals that changed in a window and were in a period at some instant of it, with their changes there.
    private static async Task ReadChangedAsync(
        Snapshot snapshot, string changes, Period period, Window window, Action<string, DealView?, IReadOnlyList<ViewStep>> add, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(changes, Sql.Instant(window.From), Sql.Instant(window.To), Sql.Date(period.Start), Sql.Date(period.End));
        await using var batch = snapshot.AskWith(PlannerSetting.RoomForDeals, command);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        string? deal = null;
        var steps = new List<ViewStep>();
        while (await reader.ReadAsync(cancellation))
        {
            var id = reader.GetString(0);
            if (id != deal)
            {
                Add();
                deal = id;
                steps.Clear();
            }

            var after = ChangeRowTable.ReadView(reader, 2 + ChangeRowTable.BeforeCount)!;
            steps.Add(new ViewStep(reader.GetFieldValue<DateTimeOffset>(1), ChangeRowTable.ReadBefore(reader, 2, after), after));
        }

        Add();

        void Add()
        {
            if (deal is not null)
            {
                add(deal, steps[0].Before, steps);
            }
        }
    }

    // The deals of a period that did not change in a window in which the hierarchy above their owner, or the rate of their currency, did.
    private static async Task ReadUnchangedAsync(
        Snapshot snapshot, Period period, Window window, Action<string, DealView?, IReadOnlyList<ViewStep>> add, CancellationToken cancellation)
    {
        var moved = window.Moved;
        if (moved.Owners.Count == 0 && moved.Currencies.Count == 0)
        {
            return;
        }

        await using var command = snapshot.Ask(
            Unchanged, Sql.Date(period.Start), Sql.Date(period.End), Sql.Instant(window.From), Sql.Instant(window.To), Sql.Ids(moved.Owners), Sql.Ids(moved.Currencies));
        await using var batch = snapshot.AskWith(PlannerSetting.PagesOnce, command);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            add(reader.GetString(0), ChangeRowTable.ReadView(reader, 1), []);
        }
    }

    /// <summary>Describes deals with their movements, in this order.</summary>
    public static async Task<List<ChangedDeal>> DescribeAsync(
        Snapshot snapshot, ChangesQuestion question, Window window, PipelineScope scope, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var deals = new List<ChangedDeal>(ids.Count);
        foreach (var chunk in ids.Chunk(1_000))
        {
            var timelines = await snapshot.TimelinesAsync(chunk, cancellation);
            deals.AddRange(chunk.Select(id => ChangedDeal.Of(timelines[id], window, scope, question.Mode)).OfType<ChangedDeal>());
        }

        return deals;
    }
}
