using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Tests.Opportunities;

public sealed class OpportunityTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly June30 = new(2026, 6, 30);

    private static readonly OpportunityOpened Opened =
        new("Deal", "acme", "ann", "Proposal", "Pipeline", "open", 100, "USD", June30, 40, "New", "Enterprise", At, "ann");

    public static TheoryData<IOpportunityEvent> EveryEventWithNothingInIt =>
    [
        new OpportunityOpened(null, null, null, null, null, null, null, null, null, null, null, null, At, "ann"),
        new StageMoved(null, null, At, "ann"), new CategoryChanged(null, null, At, "ann"), new CategoryOverridden(null, null, null, At, "ann"),
        new CategoryOverrideCleared(null, null, null, At, "ann"), new AmountChanged(null, null, At, "ann"), new CloseDateMoved(null, null, At, "ann"),
        new OwnerChanged(null, null, At, "ann"), new OpportunityRenamed(null, null, At, "ann"), new AccountChanged(null, null, At, "ann"),
        new TypeChanged(null, null, At, "ann"), new SegmentChanged(null, null, At, "ann"), new ProbabilityChanged(null, null, At, "ann"),
        new CurrencyChanged(null, null, At, "ann"), new OpportunityWon(At, "ann"), new OpportunityLost(At, "ann"), new OpportunityReopened(At, "ann"),
        new OpportunityDeleted(At, "ann"), new OpportunityRestored(At, "ann"), new OpportunityMerged(null, At, "ann"), new FlagSet(null, At, "ann"),
        new FlagCleared(null, At, "ann"), new NextStepChanged(null, At, "ann"), new UnreadableEvent("x", "y", At, "ann"),
    ];

    [Fact]
    public void No_event_of_the_vocabulary_is_missing_from_these_tests() =>
        EveryEventWithNothingInIt.Select(row => row.Data.GetType()).Order(Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))).ShouldBe(
            typeof(IOpportunityEvent).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IOpportunityEvent)))
                .Order(Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))));

    [Theory]
    [MemberData(nameof(EveryEventWithNothingInIt))]
    public void Any_event_applies_to_any_state(IOpportunityEvent e)
    {
        var open = Of(Opened);
        foreach (var state in new[] { open, Of(Opened, new OpportunityWon(At, "ann")), Of(Opened, new OpportunityLost(At, "ann")), Of(Opened, new OpportunityDeleted(At, "ann")) })
        {
            Opportunity.Apply(state, "deal", e).ShouldNotBeNull().Id.ShouldBe("deal");
        }

        var first = Opportunity.Apply(null, "deal", e);
        (first is null).ShouldBe(e is not OpportunityOpened);
    }

    [Fact]
    public void A_second_opening_has_no_effect() =>
        Of(Opened, Opened with { Amount = 7, Outcome = "won" }).ShouldBe(Of(Opened), new SameState());

    [Theory]
    [InlineData("open", "Closed", "Closed Lost", Outcome.Open)]
    [InlineData("won", "Pipeline", "Proposal", Outcome.Won)]
    [InlineData("lost", "Pipeline", "Proposal", Outcome.Lost)]
    [InlineData(null, "Closed", "Signed", Outcome.Won)]
    [InlineData(null, "Omitted", "closed lost", Outcome.Lost)]
    [InlineData(null, "Omitted", "Parked", Outcome.Open)]
    [InlineData("paused", null, null, Outcome.Open)]
    public void A_deal_is_opened_with_the_outcome_that_is_told_else_with_that_of_category_and_stage(string? outcome, string? category, string? stage, Outcome expected) =>
        Of(Opened with { Outcome = outcome, Category = category, Stage = stage }).Outcome.ShouldBe(expected);

    [Fact]
    public void An_override_counts_before_the_stage_s_category_until_it_is_cleared()
    {
        var overridden = Of(Opened, new CategoryOverridden("Pipeline", "Commit", null, At, "ann"), new CategoryChanged("Pipeline", "BestCase", At, "ann"));
        overridden.Category.ShouldBe(ForecastCategory.Commit);
        Opportunity.Apply(overridden, "deal", new CategoryOverrideCleared("Commit", "BestCase", null, At, "ann"))!.Category.ShouldBe(ForecastCategory.BestCase);
    }

    [Fact]
    public void Closing_ends_an_override_and_reopening_does_not_bring_it_back()
    {
        var closed = Of(Opened, new CategoryOverridden("Pipeline", "Commit", null, At, "ann"), new OpportunityWon(At, "ann"));
        closed.Category.ShouldBe(ForecastCategory.Closed);
        Opportunity.Apply(closed, "deal", new OpportunityReopened(At, "ann"))!.Category.ShouldBe(ForecastCategory.Pipeline);
    }

    [Theory]
    [InlineData("Closed")]
    [InlineData("Nonsense")]
    [InlineData(null)]
    public void An_override_to_what_nobody_can_choose_has_no_effect(string? category) =>
        Of(Opened, new CategoryOverridden("Pipeline", category, null, At, "ann")).Override.ShouldBeNull();

    [Fact]
    public void An_override_of_a_closed_deal_has_no_effect() =>
        Of(Opened, new OpportunityLost(At, "ann"), new CategoryOverridden("Pipeline", "Commit", null, At, "ann")).Override.ShouldBeNull();

    [Fact]
    public void A_restored_deal_stands_as_it_stood_when_it_was_deleted()
    {
        var restored = Of(Opened, new OpportunityWon(At, "ann"), new OpportunityMerged("other", At, "ann"), new OpportunityRestored(At, "ann"));
        (restored.Outcome, restored.Category, restored.MergedInto).ShouldBe((Outcome.Won, ForecastCategory.Closed, null));
    }

    [Fact]
    public void A_merged_deal_is_deleted_and_names_the_survivor()
    {
        var merged = Of(Opened, new OpportunityMerged("other", At, "ann"));
        (merged.Outcome, merged.MergedInto).ShouldBe((Outcome.Deleted, "other"));
    }

    private static Opportunity Of(params IOpportunityEvent[] events) =>
        events.Aggregate<IOpportunityEvent, Opportunity?>(null, (state, e) => Opportunity.Apply(state, "deal", e)).ShouldNotBeNull();

    private sealed class SameState : IEqualityComparer<Opportunity>
    {
        public bool Equals(Opportunity? x, Opportunity? y) => DealView.Of(x) == DealView.Of(y) && x?.Name == y?.Name;

        public int GetHashCode(Opportunity obj) => 0;
    }
}
