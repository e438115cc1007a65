using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Overrides;
using DealLedger.Core.Time;

namespace DealLedger.Core.Tests.Overrides;

public sealed class CategoryOverrideTests
{
    private static readonly DateTimeOffset May10 = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset June30 = new(2026, 6, 30, 23, 59, 59, TimeSpan.Zero);
    private static readonly DateTimeOffset July1 = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly InQuarter = new(2026, 6, 15);
    private static readonly DateOnly Later = new(2026, 7, 2);

    [Fact]
    public void An_override_keeps_its_author_reason_and_the_category_and_deal_that_it_found()
    {
        var o = Of(new AmountChanged(100, 120, May10.AddDays(-1), "ann"), Overridden("Commit", May10, "bob", "text:why"), new AmountChanged(120, 5, May10.AddDays(1), "ann"))
            .ShouldHaveSingleItem();

        (o.Event.Data.By, o.Reason, o.Replaced, o.Category).ShouldBe(("bob", "text:why", ForecastCategory.Pipeline, ForecastCategory.Commit));
        (o.Amount, o.Currency, o.CloseDate, o.Owner, o.Period!.Id).ShouldBe((120, "USD", InQuarter, "ann", "2026-Q2"));
        (o.Until, o.End, o.DaysHeld(June30)).ShouldBe((null, OverrideEnd.Standing, 51));
    }

    [Fact]
    public void It_ends_by_being_cleared_replaced_or_with_the_closing()
    {
        var overrides = Of(
            Overridden("Commit", May10), Overridden("Omitted", May10.AddDays(2)), new CategoryOverrideCleared(null, null, null, May10.AddHours(70), "ann"),
            Overridden("BestCase", May10.AddDays(4)), new OpportunityWon(May10.AddDays(9), "ann"));

        overrides.Select(o => (o.Category, o.Replaced, o.End, o.Until, o.DaysHeld(July1))).ShouldBe(
        [
            (ForecastCategory.Commit, ForecastCategory.Pipeline, OverrideEnd.Replaced, May10.AddDays(2), 2),
            (ForecastCategory.Omitted, ForecastCategory.Commit, OverrideEnd.Cleared, May10.AddHours(70), 0),
            (ForecastCategory.BestCase, ForecastCategory.Pipeline, OverrideEnd.Closed, May10.AddDays(9), 5),
        ]);
    }

    [Fact]
    public void What_has_no_effect_is_no_override() =>
        Of(
            Overridden("Closed", May10), Overridden("Nonsense", May10), Overridden("Commit", May10.AddDays(1)), Overridden("Commit", May10.AddDays(2)),
            new OpportunityLost(May10.AddDays(3), "ann"), Overridden("Commit", May10.AddDays(4)))
            .ShouldHaveSingleItem().At.ShouldBe(May10.AddDays(1));

    [Fact]
    public void What_happened_after_the_instant_asked_about_does_not_count()
    {
        var timeline = HistoryOf(Overridden("Commit", May10), new OpportunityLost(May10.AddDays(9), "ann"), Overridden("Omitted", June30));

        var o = CategoryOverride.AllOf(timeline, May10.AddDays(8), Settings.Default).ShouldHaveSingleItem();

        (o.End, o.Verdict, o.Until).ShouldBe((OverrideEnd.Standing, OverrideVerdict.Undecided, null));
    }

    public static TheoryData<string, IOpportunityEvent[], bool, OverrideVerdict> Promises => new()
    {
        { "won in the period", [new OpportunityWon(June30, "ann")], true, OverrideVerdict.Kept },
        { "won in another period", [new CloseDateMoved(null, Later, June30, "ann"), new OpportunityWon(June30, "ann")], true, OverrideVerdict.Missed },
        { "lost", [new OpportunityLost(June30, "ann")], false, OverrideVerdict.Missed },
        { "deleted", [new OpportunityDeleted(June30, "ann")], false, OverrideVerdict.Missed },
        { "pushed out of the period", [new CloseDateMoved(null, Later, June30, "ann")], false, OverrideVerdict.Missed },
        { "pushed out and back", [new CloseDateMoved(null, Later, May10.AddDays(1), "ann"), new CloseDateMoved(null, InQuarter, June30, "ann")], false, OverrideVerdict.Undecided },
        { "open, the period not over", [], false, OverrideVerdict.Undecided },
        { "open, the period over", [], true, OverrideVerdict.Missed },
        { "its close date taken away", [new CloseDateMoved(null, null, June30, "ann")], false, OverrideVerdict.Missed },
        { "won, then reopened", [new OpportunityWon(May10.AddDays(1), "ann"), new OpportunityReopened(June30, "ann")], false, OverrideVerdict.Undecided },
    };

    [Theory]
    [MemberData(nameof(Promises))]
    public void Whether_the_deal_did_what_the_override_said(string what, IOpportunityEvent[] then, bool isOver, OverrideVerdict commit)
    {
        foreach (var category in new[] { "Commit", "MostLikely", "BestCase", "Pipeline", "Omitted" })
        {
            var o = CategoryOverride.AllOf(HistoryOf([Overridden(category, May10), .. then]), isOver ? July1 : June30, Settings.Default)[0];

            // Pipeline and Omitted say the opposite.
            var says = category is "Pipeline" or "Omitted" && commit != OverrideVerdict.Undecided
                ? commit == OverrideVerdict.Kept ? OverrideVerdict.Missed : OverrideVerdict.Kept
                : commit;
            o.Verdict.ShouldBe(says, $"{category}: {what}");
        }
    }

    [Fact]
    public void Without_a_close_date_nothing_is_said_that_time_could_tell()
    {
        var timeline = HistoryOf(new CloseDateMoved(null, null, May10.AddDays(-1), "ann"), Overridden("Commit", May10), new OpportunityWon(June30, "ann"));

        var o = CategoryOverride.AllOf(timeline, July1, Settings.Default).ShouldHaveSingleItem();

        (o.Period, o.Verdict).ShouldBe((null, OverrideVerdict.Undecided));
    }

    [Fact]
    public void A_close_date_on_the_last_day_of_all_is_never_over()
    {
        var timeline = HistoryOf(new CloseDateMoved(null, DateOnly.MaxValue, May10.AddDays(-1), "ann"), Overridden("Commit", May10));

        CategoryOverride.AllOf(timeline, July1, Settings.Default).ShouldHaveSingleItem().Verdict.ShouldBe(OverrideVerdict.Undecided);
    }

    private static CategoryOverridden Overridden(string to, DateTimeOffset at, string by = "ann", string? reason = null) => new(null, to, reason, at, by);

    private static IReadOnlyList<CategoryOverride> Of(params IOpportunityEvent[] events) => CategoryOverride.AllOf(HistoryOf(events), June30, Settings.Default);

    private static Timeline HistoryOf(params IOpportunityEvent[] events)
    {
        var opened = new OpportunityOpened("Deal", null, "ann", "Proposal", "Pipeline", "open", 100, "USD", InQuarter, null, null, null, May10.AddDays(-9), "ann");
        return Timeline.Of(
            "deal", events.Prepend(opened).Select((e, i) => new RecordedEvent(i + 1, i + 1, Guid.Empty, e, e.At, $"c{i}", "user", "")));
    }
}
