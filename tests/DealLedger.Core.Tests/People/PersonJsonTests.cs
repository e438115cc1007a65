using System.Text;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;

namespace DealLedger.Core.Tests.People;

/// <summary>The stored form of every event about people. A stored event never changes: a text in here may be added, never edited.</summary>
public sealed class PersonJsonTests
{
    private const string Origin = "\"At\":\"2026-05-10T12:00:00+00:00\",\"By\":\"salesforce\"}";

    private static readonly DateTimeOffset At = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset RecordedAt = new(2026, 5, 11, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, PersonEvent, string> Stored => new()
    {
        { "person_listed", new PersonListed("005mia", At, "salesforce"), """{"Manager":"005mia",""" + Origin },
        { "person_listed", new PersonListed(null, At, "salesforce"), """{"Manager":null,""" + Origin },
        { "manager_changed", new ManagerChanged("005mia", "005max", At, "salesforce"), """{"From":"005mia","To":"005max",""" + Origin },
        { "person_renamed", new PersonRenamed("text:1", At, "salesforce"), """{"To":"text:1",""" + Origin },
        { "person_email_changed", new PersonEmailChanged("text:2", At, "salesforce"), """{"To":"text:2",""" + Origin },
        { "team_named", new TeamNamed(null, "North", At, "salesforce"), """{"From":null,"To":"North",""" + Origin },
        { "person_left", new PersonLeft(At, "salesforce"), "{" + Origin },
        { "person_returned", new PersonReturned(At, "salesforce"), "{" + Origin },
        { "person_erased", new PersonErased(At, "salesforce"), "{" + Origin },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void An_event_is_stored_under_its_name_as_this_text_and_read_back_the_same(string name, PersonEvent e, string json)
    {
        EventJson.TypeName(e).ShouldBe(name);
        Encoding.UTF8.GetString(EventJson.Write(e)).ShouldBe(json);
        Read(name, json).ShouldBe(e);
    }

    [Fact]
    public void Every_stored_name_of_the_vocabulary_is_held_by_a_text() =>
        Stored.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal).ShouldBe(
            EventJson.TypeNames.Where(n => EventJson.RecordOf(n)!.IsAssignableTo(typeof(PersonEvent))).Order(StringComparer.Ordinal));

    [Fact]
    public void An_event_without_an_instant_and_an_author_is_of_the_row_s() =>
        Read("manager_changed", """{"To":"005max"}""").ShouldBe(new ManagerChanged(null, "005max", RecordedAt, "writer"));

    [Theory]
    [InlineData("manager_changed", "[]")]
    [InlineData("manager_changed", """{"To":5}""")]
    [InlineData("manager_changed", """{"To":"a","At":"soon"}""")]
    [InlineData("person_promoted", "{}")]
    [InlineData("amount_changed", "{}")]
    public void What_is_no_event_about_a_person_is_none(string name, string json) => Read(name, json).ShouldBeNull();

    [Fact]
    public void An_event_about_a_person_in_a_deal_s_stream_tells_nothing_of_the_deal() =>
        EventJson.Read("person_left", Encoding.UTF8.GetBytes("{" + Origin), RecordedAt, "writer").ShouldBeOfType<UnreadableEvent>();

    private static ILedgerEvent? Read(string name, string json) => EventJson.ReadFact(name, Encoding.UTF8.GetBytes(json), RecordedAt, "writer");
}
