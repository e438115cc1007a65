using System.Text;
using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Tests.Opportunities;

/// <summary>The stored form of every event. A stored event never changes: a text in here may be added, never edited.</summary>
public sealed class EventJsonTests
{
    private const string Origin = "\"At\":\"2026-05-10T12:00:00.000001+00:00\",\"By\":\"005ann\"}";

    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 5, 10, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(1);
    private static readonly DateTimeOffset RecordedAt = new(2026, 5, 11, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly May31 = new(2026, 5, 31);
    private static readonly DateOnly June30 = new(2026, 6, 30);

    public static TheoryData<string, IOpportunityEvent, string> Stored => new()
    {
        {
            "opportunity_opened",
            new OpportunityOpened("Big one", "001acme", "005ann", "Proposal", "BestCase", "open", 1250.50m, "USD", June30, 40, "New", "Enterprise", At, "005ann"),
            """{"Name":"Big one","Account":"001acme","Owner":"005ann","Stage":"Proposal","Category":"BestCase","Outcome":"open","Amount":1250.50,"Currency":"USD","CloseDate":"2026-06-30","Probability":40,"Type":"New","Segment":"Enterprise",""" + Origin
        },
        {
            "opportunity_opened",
            new OpportunityOpened(null, null, null, null, null, null, null, null, null, null, null, null, At, "005ann"),
            """{"Name":null,"Account":null,"Owner":null,"Stage":null,"Category":null,"Outcome":null,"Amount":null,"Currency":null,"CloseDate":null,"Probability":null,"Type":null,"Segment":null,""" + Origin
        },
        { "stage_moved", new StageMoved("Proposal", "Negotiation", At, "005ann"), """{"From":"Proposal","To":"Negotiation",""" + Origin },
        { "category_changed", new CategoryChanged("Pipeline", "Commit", At, "005ann"), """{"From":"Pipeline","To":"Commit",""" + Origin },
        { "category_overridden", new CategoryOverridden("Pipeline", "Commit", "text:1", At, "005ann"), """{"From":"Pipeline","To":"Commit","Reason":"text:1",""" + Origin },
        { "category_override_cleared", new CategoryOverrideCleared("Commit", "Pipeline", null, At, "005ann"), """{"From":"Commit","To":"Pipeline","Reason":null,""" + Origin },
        { "amount_changed", new AmountChanged(100, null, At, "005ann"), """{"From":100,"To":null,""" + Origin },
        { "close_date_moved", new CloseDateMoved(May31, June30, At, "005ann"), """{"From":"2026-05-31","To":"2026-06-30",""" + Origin },
        { "owner_changed", new OwnerChanged("005ann", "005bob", At, "005ann"), """{"From":"005ann","To":"005bob",""" + Origin },
        { "opportunity_renamed", new OpportunityRenamed("Big", "Bigger \u00fc", At, "005ann"), """{"From":"Big","To":"Bigger \u00FC",""" + Origin },
        { "account_changed", new AccountChanged("001acme", "001globex", At, "005ann"), """{"From":"001acme","To":"001globex",""" + Origin },
        { "type_changed", new TypeChanged("New", "Renewal", At, "005ann"), """{"From":"New","To":"Renewal",""" + Origin },
        { "segment_changed", new SegmentChanged(null, "Small", At, "005ann"), """{"From":null,"To":"Small",""" + Origin },
        { "probability_changed", new ProbabilityChanged(40, 62.5m, At, "005ann"), """{"From":40,"To":62.5,""" + Origin },
        { "currency_changed", new CurrencyChanged("USD", "EUR", At, "005ann"), """{"From":"USD","To":"EUR",""" + Origin },
        { "opportunity_won", new OpportunityWon(At, "005ann"), "{" + Origin },
        { "opportunity_lost", new OpportunityLost(At, "005ann"), "{" + Origin },
        { "opportunity_reopened", new OpportunityReopened(At, "005ann"), "{" + Origin },
        { "opportunity_deleted", new OpportunityDeleted(At, "005ann"), "{" + Origin },
        { "opportunity_restored", new OpportunityRestored(At, "005ann"), "{" + Origin },
        { "opportunity_merged", new OpportunityMerged("006other", At, "005ann"), """{"Into":"006other",""" + Origin },
        { "flag_set", new FlagSet("At risk", At, "005ann"), """{"Flag":"At risk",""" + Origin },
        { "flag_cleared", new FlagCleared("At risk", At, "005ann"), """{"Flag":"At risk",""" + Origin },
        { "next_step_changed", new NextStepChanged("text:2", At, "005ann"), """{"To":"text:2",""" + Origin },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void An_event_is_stored_under_its_name_as_this_text_and_read_back_the_same(string name, IOpportunityEvent e, string json)
    {
        EventJson.TypeName(e).ShouldBe(name);
        Encoding.UTF8.GetString(EventJson.Write(e)).ShouldBe(json);
        Read(name, json).ShouldBe(e);
    }

    [Fact]
    public void Every_stored_name_is_held_by_a_text_and_stands_for_a_record()
    {
        Stored.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal).ShouldBe(
            EventJson.TypeNames.Where(n => EventJson.RecordOf(n)!.IsAssignableTo(typeof(IOpportunityEvent))).Order(StringComparer.Ordinal));
        Stored.Select(row => EventJson.RecordOf(row.Data.Item1)).ShouldBe(Stored.Select(row => row.Data.Item2.GetType()));
        EventJson.RecordOf("deal_scored").ShouldBeNull();
    }

    [Fact]
    public void An_event_without_an_instant_happened_when_it_was_recorded() =>
        Read("amount_changed", """{"To":5,"By":"sync"}""").ShouldBe(new AmountChanged(null, 5, RecordedAt, "sync"));

    [Theory]
    [InlineData("""{"To":5,"At":"2026-05-10T12:00:00.000001Z"}""")]
    [InlineData("""{"To":5,"At":"2026-05-10T12:00:00.000001Z","By":null}""")]
    public void An_event_without_an_author_is_that_of_the_row_s_user(string json) =>
        Read("amount_changed", json).ShouldBe(new AmountChanged(null, 5, At, "writer"));

    [Theory]
    [InlineData("2026-05-10T14:00:00.000001+02:00")]
    [InlineData("2026-05-10T12:00:00.0000019Z")]
    [InlineData("2026-05-10T07:00:00.000001-05:00")]
    public void An_instant_is_read_in_UTC_to_the_microsecond(string at)
    {
        var read = Read("opportunity_won", $$"""{"At":"{{at}}","By":"sync"}""").ShouldBeOfType<OpportunityWon>();
        read.At.ShouldBe(At);
        read.At.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void An_event_of_another_vocabulary_is_kept_at_the_instant_that_it_tells() =>
        Read("deal_scored", """{"Score":7,"At":"2026-05-10T14:00:00.000001+02:00","By":"model"}""")
            .ShouldBe(new UnreadableEvent("deal_scored", "not an event of this vocabulary", At, "model"));

    [Theory]
    [InlineData("deal_scored", "{}")]
    [InlineData("deal_scored", "[1]")]
    [InlineData("deal_scored", "")]
    [InlineData("deal_scored", """{"At":12,"By":12}""")]
    [InlineData("amount_changed", "null")]
    [InlineData("amount_changed", "7")]
    [InlineData("amount_changed", "[]")]
    [InlineData("amount_changed", "{")]
    [InlineData("amount_changed", """{"To":"many"}""")]
    [InlineData("amount_changed", """{"To":1e400}""")]
    [InlineData("amount_changed", """{"At":"soon"}""")]
    [InlineData("amount_changed", """{"At":"0001-01-01T00:00:00+10:00"}""")]
    [InlineData("amount_changed", """{"At":"9999-12-31T23:59:59-10:00"}""")]
    [InlineData("close_date_moved", """{"To":"2026-02-30"}""")]
    [InlineData("stage_moved", """{"To":{}}""")]
    [InlineData("opportunity_opened", """{"Amount":true}""")]
    public void What_does_not_fit_is_kept_as_unreadable_and_never_stops_the_reader(string name, string json)
    {
        var read = Read(name, json).ShouldBeOfType<UnreadableEvent>();
        (read.Type, read.At, read.By).ShouldBe((name, RecordedAt, "writer"));
        EventJson.TypeName(read).ShouldBe(name);
    }

    [Fact]
    public void Properties_that_the_record_lacks_are_passed_over() =>
        Read("opportunity_won", """{"Cheers":[1,{"x":null}],"At":"2026-05-10T12:00:00.000001Z","By":"005ann"}""").ShouldBe(new OpportunityWon(At, "005ann"));

    private static IOpportunityEvent Read(string name, string json) => EventJson.Read(name, Encoding.UTF8.GetBytes(json), RecordedAt, "writer");
}
