using DealLedger.Core.Calls;
using static DealLedger.Core.Tests.Calls.CallFacts;

namespace DealLedger.Core.Tests.Calls;

public sealed class CallBookTests
{
    [Fact]
    public void The_latest_of_a_slot_is_in_force_by_instant_then_by_recording()
    {
        var book = CallBook.Of([Fact("c", 4, 3, Noon), Fact("b", 3, 2, Noon), Fact("a", 2, 1, Noon.AddDays(-1)), Fact("late", 9, 9, Noon.AddDays(-2))]);

        InForce(Noon.AddDays(-3)).ShouldBeEmpty();
        InForce(Noon.AddDays(-2)).ShouldBe(["late"]);
        InForce(Noon.AddDays(-1)).ShouldBe(["a"]);
        InForce(Noon).ShouldBe(["c"]);
        book.All.Select(c => c.Id).ShouldBe(["late", "a", "b", "c"]);
        book.ReplacementOf(book.Find("a")!, Noon)!.Id.ShouldBe("b");
        book.ReplacementOf(book.Find("a")!, Noon.AddDays(-1)).ShouldBeNull();
        book.ReplacementOf(book.Find("c")!, Noon).ShouldBeNull();

        IEnumerable<string> InForce(DateTimeOffset asOf) => book.InForce(asOf).Select(c => c.Id);
    }

    [Fact]
    public void Layers_stand_side_by_side() =>
        CallBook.Of([Fact("a", 1, 1, Noon), Fact("b", 2, 2, Noon, CallLayer.Manager)]).InForce(Noon).Select(c => c.Id).ShouldBe(["a", "b"], ignoreOrder: true);

    [Fact]
    public void Of_a_stream_to_which_others_added_more_the_first_event_counts()
    {
        var first = By("ann", "ann", CallLayer.Rep, 1).Decide(CallBook.Of([]), CallScope.Own, "USD", Basis, null, null);

        CallBook.Of([Fact("a", 1, first), Fact("a", 2, first with { Amount = 2 }, version: 2)]).InForce(Noon).ShouldHaveSingleItem().Amount.ShouldBe(1);
    }

    [Fact]
    public void A_basis_tells_the_cells_in_which_a_roll_up_differs()
    {
        Basis.DifferencesTo(Basis with { Position = 99 }).ShouldBeEmpty();
        Basis.DifferencesTo(Basis with { Commit = Basis.Closed, Lost = Basis.Closed }).Select(d => d.Cell).ShouldBe(["commit", "lost"]);
        Basis.DifferencesTo(Basis with { Currency = "EUR" }).Count.ShouldBe(8);
    }

    [Fact]
    public void An_id_is_ten_characters_that_depend_on_the_first_fifty_bits()
    {
        CallId.Of([0, 0, 0, 0, 0, 0, 0]).ShouldBe("0000000000");
        CallId.Of([255, 255, 255, 255, 255, 255, 255, 1]).ShouldBe("zzzzzzzzzz");
        CallId.Of([0, 0, 0, 0, 0, 0, 64]).ShouldBe("0000000001");
        CallId.Of([8, 0, 0, 0, 0, 0, 0]).ShouldBe("1000000000");
    }
}
