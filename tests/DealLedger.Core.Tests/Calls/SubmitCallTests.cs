using DealLedger.Core.Calls;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using static DealLedger.Core.Tests.Calls.CallFacts;

namespace DealLedger.Core.Tests.Calls;

public sealed class SubmitCallTests
{
    private static readonly DateTimeOffset End = new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero) - Instants.Microsecond;

    [Theory]
    [InlineData("ann", CallLayer.Rep, CallScope.Own)]
    [InlineData("mia", CallLayer.Rep, CallScope.Own)]
    [InlineData("ann", CallLayer.Manager, CallScope.Own)]
    [InlineData("mia", CallLayer.Manager, CallScope.Team)]
    [InlineData("top", CallLayer.Leader, CallScope.Team)]
    public void A_call_is_about_the_team_of_one_who_leads_one_unless_a_rep_states_it(string who, CallLayer layer, CallScope scope) =>
        By(who, "x", layer, 1).Scope(Teams).ShouldBe(scope);

    [Fact]
    public void A_period_can_be_called_up_to_its_last_microsecond()
    {
        By("ann", "ann", CallLayer.Rep, 1, End).Fault(End, End, isKnown: true, isAuthorKnown: true, Teams).ShouldBeNull();
        By("ann", "ann", CallLayer.Rep, 1, End + Instants.Microsecond).Fault(End, End.AddDays(1), isKnown: true, isAuthorKnown: true, Teams)!.Code.ShouldBe("period-closed");
    }

    [Fact]
    public void What_makes_no_sense_is_refused_with_a_code()
    {
        By("ann", "ann", CallLayer.Rep, 1, Noon.AddSeconds(1)).Fault(End, Noon, isKnown: true, isAuthorKnown: true, Teams)!.Code.ShouldBe("at-in-future");
        By("nobody", "ann", CallLayer.Rep, 1).Fault(End, Noon, isKnown: false, isAuthorKnown: true, Teams)!.Code.ShouldBe("person-unknown");
        By("ann", "sam", CallLayer.Rep, 1).Fault(End, Noon, isKnown: true, isAuthorKnown: false, Teams).ShouldBe(PeopleDecision.Unknown("sam", "by"));
        By("ann", "ann", CallLayer.Leader, 1).Fault(End, Noon, isKnown: true, isAuthorKnown: true, Teams)!.Code.ShouldBe("no-reports");
        By("mia", "ann", CallLayer.Leader, 1).Fault(End, Noon, isKnown: true, isAuthorKnown: true, Teams).ShouldBeNull();
    }

    [Fact]
    public void A_call_names_the_one_in_force_at_its_instant_as_replaced()
    {
        var known = CallBook.Of([Fact("early", 1, 1, Noon.AddDays(-2)), Fact("late", 2, 2, Noon), Fact("other", 3, 3, Noon.AddDays(-1), CallLayer.Manager)]);

        Replaced(Noon.AddDays(1)).ShouldBe("late");
        Replaced(Noon.AddDays(-1)).ShouldBe("early");
        Replaced(Noon.AddDays(-3)).ShouldBeNull();

        string? Replaced(DateTimeOffset at) => By("ann", "ann", CallLayer.Rep, 5, at).Decide(known, CallScope.Own, "USD", Basis, null, null).Replaces;
    }
}
