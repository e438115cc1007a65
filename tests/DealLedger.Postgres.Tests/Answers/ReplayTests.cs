using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.People;
using DealLedger.Core.Replay;
using DealLedger.Core.Time;
using DealLedger.Core.Transitions;
using DealLedger.Naive;
using DealLedger.Postgres.Tests.Naive;

namespace DealLedger.Postgres.Tests.Answers;

/// <summary>A period week by week, and where its deals went, against the answers that they are made of.</summary>
public sealed class ReplayTests
{
    private static readonly Period Quarter = TestLedger.Quarter("2026-Q2");
    private static readonly DateTimeOffset Noon = TestLedger.Noon;

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task Every_week_of_any_log_equals_the_forecast_of_its_end_and_the_changes_in_it_and_transitions_equal_the_naive_ones()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var tenants = 0;
        await Task.Run(
            () => Histories.Hold(
                RandomHistory.Cases(largestDealCount: 60, questions: 6),
                test => HoldAsync(ledger, $"r{tenants++}", test).GetAwaiter().GetResult(),
                count: 15),
            Cancellation);
    }

    [Fact]
    public async Task A_course_holds_the_total_of_every_instant_also_where_no_week_ends()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("sure", TestLedger.Open(100, "2026-05-08", category: ForecastCategory.Commit), Noon.AddDays(-60));
        await ledger.RecordAsync("sure", new ChangeAmount(130), Noon.AddDays(-12));
        await ledger.RecordAsync("sure", new MoveStage("Closed Won"), Noon.AddDays(-5));

        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);
        var played = await view.ReplayAsync(new ReplayQuestion(Quarter, Noon, new KnownAt.Now()), Cancellation);
        var instants = new[] { played.From, Noon.AddDays(-20) }.Concat(played.Weeks.Select(w => w.AsOf)).Order().ToList();
        var question = new ForecastQuestion(Quarter, Noon, new KnownAt.Now());
        var course = await view.CourseAsync(question with { By = GroupBy.Owner, Rollup = Rollup.Cumulative }, instants, Cancellation);

        course.Count.ShouldBe(instants.Count);
        foreach (var (instant, total) in instants.Zip(course))
        {
            ForecastCells.Of(total).ShouldBe(ForecastCells.Of((await view.ForecastAsync(question with { AsOf = instant }, Cancellation)).Total), $"{instant:O}");
        }

        course.Select(c => c.Commit.Amount).Distinct().ShouldBe([100, 130, 0]);
        (await view.CourseAsync(question, [], Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_quarter_is_played_from_before_it_to_what_was_closed()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("sure", TestLedger.Open(100, "2026-05-08", category: ForecastCategory.Commit), Noon.AddDays(-60));
        await ledger.RecordAsync("hoped", TestLedger.Open(70, "2026-06-01", category: ForecastCategory.Commit), Noon.AddDays(-60));
        await ledger.RecordAsync("sure", new MoveStage("Closed Won"), Noon.AddDays(-5));
        await ledger.RecordAsync("hoped", new MoveCloseDate(new DateOnly(2026, 7, 1)), Noon.AddDays(-1));

        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);
        var running = await view.ReplayAsync(new ReplayQuestion(Quarter, Noon, new KnownAt.Now()), Cancellation);
        var ended = await view.ReplayAsync(new ReplayQuestion(Quarter, Noon.AddDays(90), new KnownAt.Now()), Cancellation);

        running.Start.ShouldBe(ForecastCells.Zero with { Commit = new Cell(170, 2, 0), OpenPipeline = new Cell(170, 2, 0) });
        (running.Partial, running.Weeks.Count, running.Result, running.To).ShouldBe((true, 6, new Cell(100, 1, 0), Noon));
        running.Weeks.Select(w => w.Distance).ShouldBe([70, 70, 70, 70, 70, 0]);
        running.Weeks[^1].Movements.Select(m => (AnswerText.Kind(m.Kind), m.Amount)).ShouldBe([("pushedOut", -70m), ("won", -100m)]);
        (ended.Partial, ended.Weeks.Count, ended.Result).ShouldBe((false, 14, new Cell(100, 1, 0)));
    }

    [Fact]
    public async Task A_period_that_has_not_begun_has_its_forecast_and_no_weeks()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal", TestLedger.Open(100, "2026-06-01"), Noon.AddDays(-90));
        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);

        var answer = await view.ReplayAsync(new ReplayQuestion(Quarter, Noon.AddDays(-60), new KnownAt.Now()), Cancellation);

        (answer.Weeks.Count, answer.Start.Pipeline.Amount, answer.Result, answer.Partial, answer.To).ShouldBe((0, 100, Cell.Zero, true, Noon.AddDays(-60)));
    }

    private static async Task HoldAsync(TestLedger ledger, string tenant, HistoryCase test)
    {
        var log = await RecordedHistory.RecordAsync(ledger, tenant, test.History);
        for (var i = 0; i < test.Questions.Count; i++)
        {
            var known = i % 2 == 0 ? log.Last : Math.Min(test.Questions[i].Known, log.Last);
            var lines = ReportingLines.Of(log.Facts.Where(f => f.Position <= known));
            var asked = test.Questions[i] with { Known = known };
            var question = asked with { Team = asked.Team is { } team && lines.IsTeam(team) ? team : null };
            await using var view = await ledger.Answers.OpenAsync(log.Tenant, new KnownAt.Position(known), Consistency.Strong, Cancellation);
            await HoldWeeksAsync(view, question);
            await HoldTransitionsAsync(view, log, question);
        }
    }

    private static async Task HoldWeeksAsync(LedgerView view, Question question)
    {
        var hierarchy = question.Current ? HierarchyChoice.Current : HierarchyChoice.AsOf;
        var settings = view.Settings.At(question.To);
        new FiscalCalendar().TryParse(question.Period, out var period).ShouldBeTrue();
        var replay = await view.ReplayAsync(
            new ReplayQuestion(period, question.To, view.KnownAt, question.Owner, question.Team, hierarchy) { Settings = settings, RatesAt = question.RatesAt }, Cancellation);
        foreach (var week in replay.Weeks)
        {
            var told = $"{question}\n  {week.Week} of {view.Tenant}";
            var forecast = await view.ForecastAsync(
                new ForecastQuestion(period, week.AsOf, view.KnownAt, Owner: question.Owner, Team: question.Team, Hierarchy: hierarchy)
                {
                    Settings = settings, RatesAt = question.RatesAt,
                },
                Cancellation);
            var changes = await view.ChangesAsync(
                new ChangesQuestion(period, week.From, week.AsOf, view.KnownAt, Owner: question.Owner, Team: question.Team, Hierarchy: hierarchy)
                {
                    Settings = settings, RatesAt = question.RatesAt,
                },
                Cancellation);
            AnswerText.Lines(week).ShouldBe(AnswerText.Week(AnswerText.Lines(forecast.Total, null, forecast.Unconverted), changes.Movements), told);
        }
    }

    private static async Task HoldTransitionsAsync(LedgerView view, RecordedHistory log, Question question)
    {
        new FiscalCalendar(question.FirstMonth).TryParse(question.Period, out var period).ShouldBeTrue();
        var hierarchy = question.Current ? HierarchyChoice.Current : HierarchyChoice.AsOf;
        var answer = await view.TransitionsAsync(
            new TransitionsQuestion(period, question.From, question.To, view.KnownAt, question.Owner, question.Team, hierarchy, TransitionsQuestion.MaxLimit)
            {
                RatesAt = question.RatesAt,
            },
            Cancellation);

        var known = NaiveDeal.AllOf(log.Events, question.Known);
        var scope = question.Team is null ? question.ScopeBy(log.Facts) : question.ScopeIn(log.Facts, DateTimeOffset.MaxValue);
        AnswerText.Lines(answer.Transitions).ShouldBe(NaiveTransitions.Lines(known, question.From, question.To, scope), $"{question} of {log.Tenant}");
        answer.Deals.OrderBy(d => d.Id, StringComparer.Ordinal).Select(d => (d.Id, d.Name, d.Owner, d.CloseDateBefore, d.CloseDate)).ShouldBe(
            NaiveTransitions.Deals(known, question.From, question.To, scope).Select(d => (d.Id, d.After!.Name ?? d.Id, d.After.Owner, d.Before?.CloseDate, d.After.CloseDate)),
            $"{question} of {log.Tenant}");
    }
}
