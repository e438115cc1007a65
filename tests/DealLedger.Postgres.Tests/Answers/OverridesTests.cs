using DealLedger.Core;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Organisation;
using DealLedger.Core.Overrides;
using DealLedger.Core.Time;
using DealLedger.Naive;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Postgres.Tests.Naive;

namespace DealLedger.Postgres.Tests.Answers;

public sealed class OverridesTests
{
    private static readonly DateTimeOffset Noon = TestLedger.Noon;

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task Overrides_are_listed_newest_first_and_counted_by_person_and_period()
    {
        await using var ledger = await WithOverridesAsync();

        var answer = await AskAsync(ledger, new OverridesQuestion(Noon.AddDays(9), new KnownAt.Now(), ByPerson: true));

        answer.Overrides.Select(o => (o.DealId, o.Author, o.Replaced, o.Category, o.Reason, o.End, o.Verdict, o.DaysHeld)).ShouldBe(
        [
            ("next", "bob", "Pipeline", "Omitted", null, OverrideEnd.Standing, OverrideVerdict.Undecided, 7),
            ("deal", "bob", "Commit", "BestCase", "not yet", OverrideEnd.Closed, OverrideVerdict.Kept, 3),
            ("deal", "ann", "Pipeline", "Commit", "signed soon", OverrideEnd.Replaced, OverrideVerdict.Kept, 1),
        ]);
        answer.Rows!.Select(r => (r.Key, r.Period, r.Counts)).ShouldBe(
        [
            ("ann", "2026-Q2", new OverrideCounts(1, 1, 0, 0, 1)), ("bob", "2026-Q2", new OverrideCounts(1, 1, 0, 0, 3)), ("bob", "2026-Q3", new OverrideCounts(1, 0, 0, 1, 7)),
        ]);
        answer.Total.ShouldBe(new OverrideCounts(3, 2, 0, 1, 11));
    }

    [Fact]
    public async Task A_period_an_author_an_owner_and_what_was_known_narrow_the_list()
    {
        await using var ledger = await WithOverridesAsync();
        var question = new OverridesQuestion(Noon.AddDays(9), new KnownAt.Now());

        (await AskAsync(ledger, question with { Period = TestLedger.Quarter("2026-Q3") })).Overrides.ShouldHaveSingleItem().DealId.ShouldBe("next");
        (await AskAsync(ledger, question with { Author = "ann" })).Overrides.ShouldHaveSingleItem().Category.ShouldBe("Commit");
        (await AskAsync(ledger, question with { Owner = "eve" })).Overrides.ShouldHaveSingleItem().DealId.ShouldBe("next");
        (await AskAsync(ledger, question with { KnownAt = new KnownAt.Position(3) })).Overrides.ShouldHaveSingleItem().End.ShouldBe(OverrideEnd.Standing);
        var cut = await AskAsync(ledger, question with { Limit = 1 });
        (cut.Overrides.ShouldHaveSingleItem().DealId, cut.OverridesTotal, cut.Total.Made).ShouldBe(("next", 3, 3));
    }

    [Fact]
    public async Task An_erased_reason_shows_as_erased_and_one_that_was_never_given_as_none()
    {
        await using var ledger = await WithOverridesAsync();
        await ledger.Database.Owner.ExecuteAsync("DELETE FROM dealledger.text");

        var overrides = (await AskAsync(ledger, new OverridesQuestion(Noon.AddDays(9), new KnownAt.Now()))).Overrides;

        overrides.Select(o => (o.Reason, o.ReasonErased)).ShouldBe([(null, false), (null, true), (null, true)]);
    }

    [Fact]
    public async Task A_late_change_that_overrides_is_found_although_an_earlier_one_was_there_without()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal", TestLedger.Open(100, "2026-06-01"), Noon.AddDays(-9));
        await ledger.RecordAsync("deal", new ChangeAmount(70), Noon);
        await ledger.RecordAsync("deal", new OverrideCategory(ForecastCategory.Commit), Noon.AddDays(-1));

        var o = (await AskAsync(ledger, new OverridesQuestion(Noon, new KnownAt.Now()))).Overrides.ShouldHaveSingleItem();

        (o.Amount, o.At).ShouldBe((100m, Noon.AddDays(-1)));
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task The_deals_found_are_all_that_any_log_tells_of_an_override()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var tenants = 0;
        var found = 0;
        await Task.Run(
            () => Histories.Hold(
                RandomHistory.Cases(largestDealCount: 60, questions: 4),
                test => found += HoldAsync(ledger, $"o{tenants++}", test).GetAwaiter().GetResult(),
                count: 15),
            Cancellation);
        found.ShouldBeGreaterThan(50);
    }

    private static async Task<int> HoldAsync(TestLedger ledger, string tenant, HistoryCase test)
    {
        var found = 0;
        var log = await RecordedHistory.RecordAsync(ledger, tenant, test.History);
        foreach (var (i, asked) in test.Questions.Index())
        {
            var known = Math.Min(asked.Known, log.Last);
            var period = i % 2 == 0 ? null : TestLedger.Quarter(asked.Period);
            var question = new OverridesQuestion(asked.To, new KnownAt.Position(known), Period: period, Owner: asked.Owner);
            var expected = log.Events.Where(e => e.Event.Position <= known).GroupBy(e => e.DealId, e => e.Event)
                .SelectMany(d => CategoryOverride.AllOf(Timeline.Of(d.Key, d), asked.To, Settings.Default))
                .Where(o => (period is null || period.Contains(o.CloseDate)) && (asked.Owner is null || o.Owner == asked.Owner))
                .OrderByDescending(o => o.At).ThenByDescending(o => o.Event.Position)
                .Select(o => (o.DealId, o.Event.Position, o.Verdict));

            await using var view = await ledger.Answers.OpenAsync(log.Tenant, question.KnownAt, Consistency.Strong, Cancellation);
            var overrides = (await view.OverridesAsync(question, Cancellation)).Overrides;
            overrides.Select(o => (o.DealId, o.Position, o.Verdict)).ShouldBe(expected, $"{asked} of {log.Tenant}");
            found += overrides.Count;
        }

        (await ledger.Verifier.RunAsync(log.Tenant, progress: null, Cancellation)).ShouldBeNull();
        return found;
    }

    private static async Task<TestLedger> WithOverridesAsync()
    {
        var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal", TestLedger.Open(100, "2026-06-01"), Noon.AddDays(-9));
        await ledger.RecordAsync("next", TestLedger.Open(70, "2026-08-01", owner: "eve"), Noon.AddDays(-9));
        await ledger.RecordAsync("deal", new OverrideCategory(ForecastCategory.Commit), Noon, "ann", reason: "signed soon");
        await ledger.RecordAsync("deal", new OverrideCategory(ForecastCategory.BestCase), Noon.AddDays(1), "bob", reason: "not yet");
        await ledger.RecordAsync("next", new OverrideCategory(ForecastCategory.Omitted), Noon.AddDays(2), "bob");
        await ledger.RecordAsync("deal", new MoveStage("Closed Won"), Noon.AddDays(4));
        return ledger;
    }

    private static async Task<OverridesAnswer> AskAsync(TestLedger ledger, OverridesQuestion question)
    {
        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, question.KnownAt, Consistency.Strong, Cancellation);
        return await view.OverridesAsync(question, Cancellation);
    }
}
