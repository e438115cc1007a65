using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.People;
using DealLedger.Core.Time;
using DealLedger.Naive;
using DealLedger.Postgres.Tests.Naive;

namespace DealLedger.Postgres.Tests.Answers;

public sealed class DifferencesTests
{
    private static readonly Period Quarter = TestLedger.Quarter("2026-Q2");
    private static readonly DateTimeOffset Noon = TestLedger.Noon;

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task A_late_change_shows_with_the_state_before_and_after_and_the_events_that_did_it()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("late", TestLedger.Open(100, "2026-06-01", category: ForecastCategory.Commit), Noon.AddDays(-9));
        await ledger.RecordAsync("same", TestLedger.Open(70, "2026-06-01"), Noon.AddDays(-9));
        var known = await ledger.Store.HeadAsync(TestLedger.Tenant, Cancellation);
        await ledger.RecordAsync("late", new ChangeAmount(80), Noon.AddDays(-1), by: "bob");
        await ledger.RecordAsync("late", new MoveCloseDate(new DateOnly(2026, 6, 9)), Noon.AddDays(1));
        await ledger.RecordAsync("same", new RenameOpportunity("Same"), Noon.AddDays(-1));

        var differences = await CompareAsync(ledger, TestLedger.Tenant, known, Noon, new ForecastQuestion(Quarter, Noon, new KnownAt.Now()));

        differences.DealsTotal.ShouldBe(1);
        var deal = differences.Deals.ShouldHaveSingleItem();
        deal.Id.ShouldBe("late");
        (deal.Before!.Amount, deal.After!.Amount, deal.After.Column, deal.After.Rows).ShouldBe((100m, 80m, "commit", null));
        deal.Difference.ShouldBe(ForecastCells.Zero with { Commit = new Cell(-20, 0, 0), OpenPipeline = new Cell(-20, 0, 0) });
        deal.Events.Select(e => (e.Position, e.Kind, e.By, e.Before, e.After)).ShouldBe([(known + 1, "amount-changed", "bob", "100", "80")]);
        deal.Moves.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deal_that_came_to_be_known_late_has_no_state_before_and_one_that_left_the_period_counts_nowhere_after()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("left", TestLedger.Open(100, "2026-06-01"), Noon.AddDays(-9));
        var known = await ledger.Store.HeadAsync(TestLedger.Tenant, Cancellation);
        await ledger.RecordAsync("left", new MoveCloseDate(new DateOnly(2026, 7, 1)), Noon.AddDays(-1));
        await ledger.RecordAsync("new", TestLedger.Open(null, "2026-06-01"), Noon.AddDays(-1));

        var differences = await CompareAsync(ledger, TestLedger.Tenant, known, Noon, new ForecastQuestion(Quarter, Noon, new KnownAt.Now(), GroupBy.Owner));

        differences.Deals.Select(d => d.Id).ShouldBe(["left", "new"]);
        var (left, added) = (differences.Deals[0], differences.Deals[1]);
        (left.Before!.Column, left.After!.Column, left.After.CloseDate).ShouldBe(("pipeline", null, new DateOnly(2026, 7, 1)));
        left.After.Rows.ShouldBeEmpty();
        added.Before.ShouldBeNull();
        (added.After!.Column, added.Difference.Pipeline).ShouldBe(("pipeline", new Cell(0, 1, 1)));
        added.After.Rows.ShouldBe(["ann"]);
    }

    [Fact]
    public async Task The_list_is_cut_at_the_limit_with_the_largest_first_and_the_total_told()
    {
        await using var ledger = await TestLedger.CreateAsync();
        foreach (var amount in new[] { 10, 30, 20 })
        {
            await ledger.RecordAsync($"deal-{amount}", TestLedger.Open(amount, "2026-06-01"), Noon.AddDays(-1));
        }

        var differences = await CompareAsync(ledger, TestLedger.Tenant, 0, Noon, new ForecastQuestion(Quarter, Noon, new KnownAt.Now()), limit: 2);

        differences.DealsTotal.ShouldBe(3);
        differences.Deals.Select(d => d.Id).ShouldBe(["deal-30", "deal-20"]);
    }

    [Fact]
    public async Task A_deal_that_late_moves_of_people_brought_into_another_team_is_listed_with_the_moves()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await TellAsync(ledger, new PersonTold("ann", "Ann", null, "mia"), new PersonTold("mia", "Mia", null, null));
        await ledger.RecordAsync("deal", TestLedger.Open(100, "2026-06-01"), Noon.AddDays(-9));
        var known = await ledger.Store.HeadAsync(TestLedger.Tenant, Cancellation);
        await TellAsync(ledger, new PersonTold("ann", "Ann", null, "tom", Since: Noon.AddDays(-5)), new PersonTold("tom", "Tom", null, null));

        var question = new ForecastQuestion(Quarter, Noon, new KnownAt.Now(), GroupBy.Team);
        var deal = (await CompareAsync(ledger, TestLedger.Tenant, known, Noon, question)).Deals.ShouldHaveSingleItem();

        deal.Events.ShouldBeEmpty();
        deal.Difference.ShouldBe(ForecastCells.Zero);
        (deal.Before!.Rows!.Single(), deal.After!.Rows!.Single()).ShouldBe(("mia", "tom"));
        deal.Moves.Select(m => (m.Person, m.Before, m.After, m.At)).ShouldBe([("ann", "mia", "tom", Noon.AddDays(-5))]);
        (await CompareAsync(ledger, TestLedger.Tenant, known, Noon, question with { By = GroupBy.None, Team = "mia" })).Deals
            .ShouldHaveSingleItem().Difference.OpenPipeline.ShouldBe(new Cell(-100, -1, 0));
    }

    [Fact]
    public async Task The_differences_of_the_deals_add_up_to_that_of_the_forecasts_on_any_log()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var tenants = 0;
        await Task.Run(
            () => Histories.Hold(
                RandomHistory.Cases(largestDealCount: 60, questions: 6),
                test => HoldAsync(ledger, $"d{tenants++}", test).GetAwaiter().GetResult(),
                count: 25),
            Cancellation);
    }

    private static async Task HoldAsync(TestLedger ledger, string tenant, HistoryCase test)
    {
        var log = await RecordedHistory.RecordAsync(ledger, tenant, test.History);
        for (var i = 0; i < test.Questions.Count; i++)
        {
            var asked = test.Questions[i];
            var known = Math.Min(asked.Known, log.Last) / (i % 3 == 0 ? 2 : 1);
            var hasTeams = ReportingLines.Of(log.Facts.Where(f => f.Position <= known)).Moves.Count > 0;
            new FiscalCalendar().TryParse(asked.Period, out var period).ShouldBeTrue();
            var question = new ForecastQuestion(
                period, asked.To, new KnownAt.Now(), hasTeams && i % 2 == 0 ? GroupBy.Team : Enum.Parse<GroupBy>(asked.By, ignoreCase: true), asked.Owner,
                asked.Cumulative ? Rollup.Cumulative : Rollup.Single, null, asked.Current ? HierarchyChoice.Current : HierarchyChoice.AsOf);
            await HoldAsync(ledger, log.Tenant, known, i % 2 == 0 ? asked.To : asked.From, question);
        }
    }

    private static async Task HoldAsync(TestLedger ledger, TenantId tenant, long known, DateTimeOffset earlierAsOf, ForecastQuestion asked)
    {
        var told = $"{asked}\n  since @{known} as of {earlierAsOf:O} of {tenant}";
        await using var view = await ledger.Answers.OpenAsync(tenant, asked.KnownAt, Consistency.Strong, Cancellation);
        var question = asked with { Settings = view.Settings.At(asked.AsOf) };
        var earlier = await view.KnowingAsync(new KnownAt.Position(known), Cancellation);
        var first = await earlier.ForecastAsync(question with { AsOf = earlierAsOf }, Cancellation);
        var second = await view.ForecastAsync(question, Cancellation);

        var differences = await view.DifferencesAsync(earlier, earlierAsOf, question, DealDifferences.MaxLimit, Cancellation);

        differences.DealsTotal.ShouldBe(differences.Deals.Count, told);
        var expected = ForecastCells.Of(second.Total) - ForecastCells.Of(first.Total);
        Sum(differences.Deals.Select(d => d.Difference)).ShouldBe(expected, told);
        foreach (var key in (first.Rows ?? []).Concat(second.Rows ?? []).Select(r => r.Key).Distinct())
        {
            var (was, @is) = (Cells(first.Rows!, key), Cells(second.Rows!, key));
            var byDeal = differences.Deals.Select(d => Cells(d.After, key, question) - Cells(d.Before, key, question));
            Sum(byDeal).ShouldBe(@is - was, $"{told}\n  row {key}");
        }

        if (earlierAsOf == question.AsOf)
        {
            var restated = await view.RestatedAsync(new RestatedQuestion(question with { KnownAt = earlier.KnownAt }, new KnownAt.Now()), Cancellation);
            ForecastCells.Of(restated.Difference.Total).ShouldBe(expected, told);
            (restated.First.Position, restated.Second.Position, restated.DealsTotal).ShouldBe((known, view.Position, differences.DealsTotal), told);
            foreach (var row in restated.Difference.Rows ?? [])
            {
                ForecastCells.Of(row).ShouldBe(Cells(second.Rows!, row.Key) - Cells(first.Rows!, row.Key), told);
            }
        }

        foreach (var deal in differences.Deals)
        {
            (deal.Events.Count + deal.Moves.Count + deal.Rates.Count).ShouldBeGreaterThan(0, $"{told}\n  {deal.Id}");
            deal.Events.ShouldAllBe(e => e.At <= question.AsOf && (e.Position > known || e.At > earlierAsOf));
        }
    }

    private static ForecastCells Cells(IReadOnlyList<ForecastRow> rows, string key) =>
        rows.FirstOrDefault(r => r.Key == key) is { } row ? ForecastCells.Of(row) : ForecastCells.Zero;

    // What a deal adds to a row, counted from what the answer shows of it.
    private static ForecastCells Cells(ComparedState? state, string key, ForecastQuestion question)
    {
        if (state?.Column is null || !state.Rows!.Contains(key))
        {
            return ForecastCells.Zero;
        }

        var cell = new Cell(state.Value ?? 0, 1, state.Amount is null ? 1 : 0);
        var ladder = new[] { "closed", "commit", "mostLikely", "bestCase", "pipeline" };
        Cell In(string column) => column == state.Column
            || (question.Rollup == Rollup.Cumulative && ladder.Contains(state.Column) && Array.IndexOf(ladder, state.Column) <= Array.IndexOf(ladder, column))
                ? cell
                : Cell.Zero;
        return new ForecastCells(
            In("closed"), In("commit"), In("mostLikely"), In("bestCase"), In("pipeline"), In("omitted"), state.Outcome == "lost" ? cell : Cell.Zero,
            state.Outcome == "open" && state.Category != "Omitted" ? cell : Cell.Zero);
    }

    private static ForecastCells Sum(IEnumerable<ForecastCells> cells) => cells.Aggregate(ForecastCells.Zero, ForecastCells.Add);

    private static async Task<DealDifferences> CompareAsync(
        TestLedger ledger, TenantId tenant, long known, DateTimeOffset earlierAsOf, ForecastQuestion question, int limit = DealDifferences.DefaultLimit)
    {
        await using var view = await ledger.Answers.OpenAsync(tenant, question.KnownAt, Consistency.Strong, Cancellation);
        return await view.DifferencesAsync(await view.KnowingAsync(new KnownAt.Position(known), Cancellation), earlierAsOf, question, limit, Cancellation);
    }

    private static Task<PeopleRecorded> TellAsync(TestLedger ledger, params PersonTold[] told) =>
        new PeopleHandler(ledger.Database, ledger.Store, ledger.Directory, ledger.Projector, TimeProvider.System).RecordAsync(
            TestLedger.Tenant, told, "test", "test", content => new NewText(Guid.CreateVersion7(), new byte[16], content), breakCircles: false, Cancellation);
}
