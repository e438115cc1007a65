using System.Text;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Tests.FollowUps;

public sealed class FollowUpTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly May20 = new(2026, 5, 20);
    private static readonly DateOnly June1 = new(2026, 6, 1);
    private static readonly FollowUpOpened Opened = new("mia", "text:1", "ann", May20, "d1", Noon, "mia");

    /// <summary>The stored form. A stored event never changes: a text in here may be added, never edited.</summary>
    public static TheoryData<string, FactEvent, string> Stored => new()
    {
        { "follow_up_opened", Opened, """{"Team":"mia","Note":"text:1","Owner":"ann","Due":"2026-05-20","Deal":"d1","At":"2026-05-10T12:00:00+00:00","By":"mia"}""" },
        { "follow_up_reassigned", new FollowUpReassigned("ann", "bob", Noon, "mia"), """{"From":"ann","To":"bob","At":"2026-05-10T12:00:00+00:00","By":"mia"}""" },
        { "follow_up_due_moved", new FollowUpDueMoved(May20, June1, Noon, "mia"), """{"From":"2026-05-20","To":"2026-06-01","At":"2026-05-10T12:00:00+00:00","By":"mia"}""" },
        { "follow_up_closed", new FollowUpClosed(null, Noon, "ann"), """{"Note":null,"At":"2026-05-10T12:00:00+00:00","By":"ann"}""" },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void An_event_is_stored_under_its_name_as_this_text_and_read_back_the_same(string name, FactEvent e, string json)
    {
        EventJson.TypeName(e).ShouldBe(name);
        Encoding.UTF8.GetString(EventJson.Write(e)).ShouldBe(json);
        EventJson.ReadFact(name, Encoding.UTF8.GetBytes(json), Noon, "writer").ShouldBe(e);
    }

    [Fact]
    public void Every_event_of_a_follow_up_has_a_stored_form() =>
        Stored.Select(row => row.Data.Item1).Order(StringComparer.Ordinal)
            .ShouldBe(EventJson.TypeNames.Where(n => EventJson.RecordOf(n)!.IsAssignableTo(typeof(FollowUpEvent))).Order(StringComparer.Ordinal));

    [Fact]
    public void A_follow_up_is_what_it_was_at_each_instant()
    {
        var book = FollowUpBook.Of(
        [
            Fact("a", 4, 4, new FollowUpClosed("text:2", Noon.AddHours(3), "bob")), Fact("a", 1, 1, Opened),
            Fact("a", 3, 3, new FollowUpDueMoved(May20, June1, Noon.AddHours(2), "mia")), Fact("a", 2, 2, new FollowUpReassigned("ann", "bob", Noon.AddHours(1), "mia")),
        ]);

        book.At(Noon.AddSeconds(-1)).ShouldBeEmpty();
        book.At(Noon).ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Owner.ShouldBe("ann"), f => f.Due.ShouldBe(May20), f => f.IsOpen.ShouldBeTrue());
        book.At(Noon.AddHours(1)).Single().Owner.ShouldBe("bob");
        book.At(Noon.AddHours(2)).Single().Due.ShouldBe(June1);
        book.At(Noon.AddHours(3)).Single().ShouldSatisfyAllConditions(
            f => f.IsOpen.ShouldBeFalse(), f => f.ClosedBy.ShouldBe("bob"), f => f.Result.ShouldBe("text:2"), f => f.OpenedPosition.ShouldBe(1), f => f.Position.ShouldBe(4));
    }

    [Fact]
    public void Those_to_be_done_come_by_their_day_and_those_closed_the_latest_first()
    {
        var book = FollowUpBook.Of(
        [
            Fact("late", 1, 1, Opened with { Due = June1 }), Fact("soon", 2, 1, Opened), Fact("done", 3, 1, Opened), Fact("done", 4, 2, new FollowUpClosed(null, Noon.AddHours(1), "ann")),
            Fact("last", 5, 1, Opened), Fact("last", 6, 2, new FollowUpClosed(null, Noon.AddHours(2), "ann")),
        ]);

        book.At(Noon.AddDays(1)).Select(f => f.Id).ShouldBe(["soon", "late", "last", "done"]);
        book.At(Noon.AddDays(1)).Where(new FollowUpsQuestion(Noon.AddDays(1), Standing: FollowUpStanding.All, ClosedSince: Noon.AddHours(1)).Asks).Select(f => f.Id)
            .ShouldBe(["soon", "late", "last"]);
    }

    [Fact]
    public void What_does_not_fit_has_no_effect()
    {
        FollowUpBook.Of([Fact("a", 1, 1, Opened with { Owner = null })]).At(Noon).ShouldBeEmpty();
        FollowUpBook.Of([Fact("a", 1, 1, new FollowUpClosed(null, Noon, "ann"))]).At(Noon).ShouldBeEmpty();
        var twice = FollowUpBook.Of(
            [Fact("a", 1, 1, Opened), Fact("a", 2, 2, new FollowUpClosed("text:2", Noon, "ann")), Fact("a", 3, 3, new FollowUpClosed("text:3", Noon, "bob")), Fact("a", 4, 4, Opened)]);
        twice.At(Noon).ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Result.ShouldBe("text:2"), f => f.Position.ShouldBe(2));
    }

    [Fact]
    public void A_change_records_what_is_another_thing_and_nothing_else()
    {
        var known = FollowUp.Of([Fact("a", 1, 1, Opened)])!;

        new ChangeFollowUp("ann", May20, Noon, "mia").Decide(known).ShouldBeEmpty();
        new ChangeFollowUp("bob", null, Noon, "mia").Decide(known).ShouldBe([new FollowUpReassigned("ann", "bob", Noon, "mia")]);
        new ChangeFollowUp("bob", June1, Noon, "mia").Decide(known)
            .ShouldBe([new FollowUpReassigned("ann", "bob", Noon, "mia"), new FollowUpDueMoved(May20, June1, Noon, "mia")]);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var open = FollowUp.Of([Fact("a", 1, 1, Opened)])!;
        var closed = open with { ClosedAt = Noon };
        var later = Noon.AddDays(1);

        var command = new OpenFollowUp("mia", "ann", May20, "d1", Noon, "mia");
        command.Fault(later, true, true, true, true).ShouldBeNull();
        command.Fault(Noon.AddSeconds(-1), true, true, true, true)!.Code.ShouldBe("at-in-future");
        command.Fault(later, false, true, true, true)!.ShouldSatisfyAllConditions(f => f.Code.ShouldBe("team-unknown"), f => f.Field.ShouldBe("team"));
        command.Fault(later, true, false, true, true)!.ShouldSatisfyAllConditions(f => f.Code.ShouldBe("person-unknown"), f => f.Field.ShouldBe("owner"));
        command.Fault(later, true, true, false, true)!.ShouldSatisfyAllConditions(f => f.Code.ShouldBe("person-unknown"), f => f.Field.ShouldBe("by"));
        command.Fault(later, true, true, true, false)!.ShouldSatisfyAllConditions(f => f.Code.ShouldBe("opportunity-unknown"), f => f.Field.ShouldBe("deal"));
        new CloseFollowUp(Noon, "ann").Fault(later, open, true).ShouldBeNull();
        new CloseFollowUp(Noon, "ann").Fault(later, closed, true)!.Code.ShouldBe("follow-up-closed");
        new CloseFollowUp(Noon.AddDays(-1), "ann").Fault(later, open, true)!.Code.ShouldBe("at-before-opened");
        new ChangeFollowUp("bob", null, Noon, "mia").Fault(later, closed, true, true)!.Code.ShouldBe("follow-up-closed");
        new ChangeFollowUp("bob", null, Noon, "mia").Fault(later, open, false, true)!.Field.ShouldBe("owner");
    }

    private static RecordedFact Fact(string id, long position, long version, FollowUpEvent e) =>
        new(new StreamKey(FollowUpEvent.Kind, id), position, version, e, Noon);
}
