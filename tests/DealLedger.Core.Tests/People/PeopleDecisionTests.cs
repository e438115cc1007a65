using DealLedger.Core.Ledger;
using DealLedger.Core.People;

namespace DealLedger.Core.Tests.People;

public sealed class PeopleDecisionTests
{
    private static readonly DateTimeOffset Monday = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Monday.AddDays(7);

    [Fact]
    public void Who_is_told_of_for_the_first_time_reported_to_that_manager_since_ever() =>
        Decide(new PersonTold("ann", "Ann", null, "mia")).ShouldBe(
            [new PersonListed("mia", PersonListed.SinceEver, "crm"), new PersonRenamed("Ann", PersonListed.SinceEver, "crm")]);

    [Fact]
    public void What_is_known_already_is_not_told_again()
    {
        var (facts, texts) = Known();
        PeopleDecision.Decide(new PersonTold("ann", "Ann", null, "mia"), facts, texts, Now, "crm").ShouldBeEmpty();
    }

    [Fact]
    public void Another_manager_holds_from_now_on_or_from_when_the_source_says()
    {
        var (facts, texts) = Known();
        PeopleDecision.Decide(new PersonTold("ann", null, null, "max"), facts, texts, Now, "crm").ShouldBe([new ManagerChanged("mia", "max", Now, "crm")]);
        PeopleDecision.Decide(new PersonTold("ann", null, null, "max", Since: Monday), facts, texts, Now, "crm").ShouldBe([new ManagerChanged("mia", "max", Monday, "crm")]);
    }

    [Fact]
    public void A_source_that_tells_no_managers_leaves_them_as_they_are()
    {
        var (facts, texts) = Known();
        PeopleDecision.Decide(new PersonTold("ann", "Ann B.", null, null, TellsManager: false), facts, texts, Now, "crm").ShouldBe([new PersonRenamed("Ann B.", Now, "crm")]);
    }

    [Fact]
    public void Name_and_e_mail_of_an_erased_person_do_not_come_back()
    {
        var (facts, _) = Known();
        PeopleDecision.Decide(
            new PersonTold("ann", "Ann", "ann@example.com", "max"), [.. facts, Fact(3, "ann", new PersonErased(Monday, "dpo"))], new Dictionary<string, string>(), Now, "crm")
            .ShouldBe([new ManagerChanged("mia", "max", Now, "crm")]);
    }

    [Fact]
    public void A_circle_is_found_at_the_instant_at_which_it_closes()
    {
        PeopleDecision.Circle([Fact(1, "ann", new PersonListed("mia", Monday, "crm")), Fact(2, "mia", new PersonListed("top", Monday, "crm"))]).ShouldBeEmpty();
        PeopleDecision.Circle(
        [
            Fact(1, "ann", new PersonListed("mia", Monday, "crm")), Fact(2, "mia", new PersonListed("top", Monday, "crm")),
            Fact(3, "top", new ManagerChanged(null, "ann", Now, "crm")), Fact(4, "top", new ManagerChanged("ann", null, Now.AddDays(1), "crm")),
        ]).Order().ShouldBe(["ann", "mia", "top"]);
        PeopleDecision.Circle([Fact(1, "ann", new PersonListed("ann", Monday, "crm"))]).ShouldBe(["ann"]);
    }

    private static List<PersonEvent> Decide(PersonTold told) => PeopleDecision.Decide(told, [], new Dictionary<string, string>(), Now, "crm");

    private static (List<RecordedFact> Facts, Dictionary<string, string> Texts) Known()
    {
        var name = new NewText(new Guid(1, 0, 0, new byte[8]), new byte[16], "Ann");
        return (
            [Fact(1, "ann", new PersonListed("mia", PersonListed.SinceEver, "crm")), Fact(2, "ann", new PersonRenamed(name.Reference, PersonListed.SinceEver, "crm"))],
            new Dictionary<string, string> { [name.Id.ToString("N")] = name.Content });
    }

    private static RecordedFact Fact(long position, string person, PersonEvent e) => new(new StreamKey(PersonEvent.Kind, person), position, position, e, Now);
}
