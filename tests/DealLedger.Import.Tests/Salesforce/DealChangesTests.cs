using DealLedger.Core.Opportunities;
using static DealLedger.Import.Tests.Salesforce.PlannerRows;

namespace DealLedger.Import.Tests.Salesforce;

public sealed class DealChangesTests
{
    private readonly DealLog _log = new(Deal);

    [Fact]
    public void Rows_of_one_second_and_author_are_changes_of_their_own_in_the_order_of_their_ids()
    {
        var plan = _log.Import(Export(), Rows(
            Opportunity(closes: "2026-08-31"),
            Row(3, Monday, closes: "2026-08-31"), Row(1, Monday, closes: "2026-06-30"), Row(2, Monday, closes: "2026-07-31")));

        Changes(plan).ShouldBe(["opportunity_opened", "close_date_moved", "close_date_moved"]);
        plan.Events.Select(e => e.Order).ShouldBe(["008000000000001", "008000000000002", "008000000000003"]);
        ((CloseDateMoved)plan.Events[2].Data).ShouldBe(new CloseDateMoved(Day("2026-07-31"), Day("2026-08-31"), Monday, Ann));
    }

    [Fact]
    public void Several_fields_in_one_row_are_one_change_in_the_order_of_the_vocabulary()
    {
        var plan = _log.Import(Export(), Rows(
            Opportunity("Closed Won", 150, "2026-05-05", ForecastCategory.Closed, modified: Tuesday) with { Probability = 100 },
            Row(1, Monday), Row(2, Tuesday, "Closed Won", 150, "2026-05-05", ForecastCategory.Closed, 100)));

        Changes(plan).ShouldBe(["opportunity_opened", "stage_moved category_changed amount_changed close_date_moved probability_changed opportunity_won"]);
        _log.Timeline.Changes.Count.ShouldBe(2);
    }

    [Fact]
    public void A_row_that_changes_nothing_is_no_change() =>
        Changes(_log.Import(Export(), Rows(Opportunity(), Row(1, Monday), Row(2, Tuesday), Row(3, Wednesday)))).ShouldBe(["opportunity_opened"]);

    [Fact]
    public void Rows_of_field_history_belong_to_the_last_history_row_of_their_second_and_author()
    {
        var plan = _log.Import(Export(), Rows(
            Opportunity(amount: 300, owner: Ben, modified: Tuesday),
            Row(1, Monday), Row(2, Tuesday, amount: 200), Row(3, Tuesday, amount: 300), Field(1, Tuesday, "Owner", Ann, Ben)));

        Changes(plan).ShouldBe(["opportunity_opened", "amount_changed", "amount_changed owner_changed"]);
        plan.Events[^1].Source.ShouldBe("salesforce:017000000000001AAA");
    }

    [Fact]
    public void Rows_of_field_history_of_another_author_are_a_change_of_their_own()
    {
        var plan = _log.Import(Export(), Rows(
            Opportunity(amount: 200, owner: Cleo, modified: Tuesday) with { Type = "Renewal" },
            Row(1, Monday), Row(2, Tuesday, amount: 200), Field(1, Tuesday, "Owner", Ann, Cleo, by: Ben), Field(2, Tuesday, "Type", null, "Renewal", by: Ben)));

        Changes(plan).ShouldBe(["opportunity_opened", "amount_changed", "owner_changed type_changed"]);
        plan.Events[2].CorrelationId.ShouldBe($"sf:{Deal}:2026-05-05T09:00:00Z:{Ben}");
    }

    [Fact]
    public void Owner_rows_come_in_pairs_and_the_ids_count()
    {
        var export = Export() with { UserIdsByName = new Dictionary<string, string> { ["Ann Ash"] = Cleo, ["Ben Birch"] = Cleo } };
        var plan = _log.Import(export, Rows(
            Opportunity(owner: Ben, modified: Tuesday), Row(1, Monday), Field(1, Tuesday, "Owner", "Ann Ash", "Ben Birch"), Field(2, Tuesday, "Owner", Ann, Ben)));

        plan.Events.Select(e => e.Data).OfType<OwnerChanged>().ShouldHaveSingleItem().ShouldBe(new OwnerChanged(Ann, Ben, Tuesday, Ann));
        plan.Gaps.ShouldBeEmpty();
    }

    [Fact]
    public void Owner_rows_with_names_alone_count_where_a_user_has_that_name()
    {
        var export = Export() with { UserIdsByName = new Dictionary<string, string> { ["Ben Birch"] = Ben } };
        var plan = _log.Import(export, Rows(Opportunity(owner: Ben, modified: Friday), Row(1, Monday),
            Field(1, Tuesday, "Owner", "Ann Ash", "Ben Birch"), Field(2, Wednesday, "Owner", "Ben Birch", "Dee Dale")));

        // Who owned it before Ben is not known, so it is taken to be Ben.
        ((OpportunityOpened)plan.Events.ShouldHaveSingleItem().Data).Owner.ShouldBe(Ben);
        plan.Gaps.ShouldContain("owner since 2026-05-06T09:00:00Z given by a name that cannot be told apart from others or is not listed; left out");
    }

    [Fact]
    public void Field_history_tells_the_five_fields_only_where_opportunity_history_is_absent()
    {
        var rows = Rows(Opportunity(amount: 300, modified: Tuesday), Field(1, Tuesday, "Amount", "100", "300"), Field(2, Tuesday, "Budget__c", "1", "2"));

        Changes(_log.Import(Export(), rows)).ShouldBe(["opportunity_opened"]);
        Changes(new DealLog(Deal).Import(Export(history: false), rows)).ShouldBe(["opportunity_opened", "amount_changed"]);
    }

    [Fact]
    public void Without_opportunity_history_the_states_are_rebuilt_from_the_old_values()
    {
        _log.Import(Export(history: false), Rows(
            Opportunity("Closed Won", 300, "2026-05-08", ForecastCategory.Closed, modified: Friday),
            Field(1, Tuesday, "StageName", "Prospecting", "Proposal"), Field(2, Wednesday, "Amount", "100.0", "300.0"),
            Field(3, Friday, "StageName", "Proposal", "Closed Won"), Field(4, Friday, "CloseDate", "2026-06-30", "2026-05-08 00:00:00")));

        (string?, ForecastCategory, decimal?, DateOnly?) At(DateTimeOffset at) =>
            _log.Timeline.StateAt(at) is { } s ? (s.Stage, s.Category, s.Amount, s.CloseDate) : default;
        At(Monday).ShouldBe(("Prospecting", ForecastCategory.Pipeline, 100, Day("2026-06-30")));
        At(Tuesday).ShouldBe(("Proposal", ForecastCategory.BestCase, 100, Day("2026-06-30")));
        At(Wednesday).ShouldBe(("Proposal", ForecastCategory.BestCase, 300, Day("2026-06-30")));
        At(Friday).ShouldBe(("Closed Won", ForecastCategory.Closed, 300, Day("2026-05-08")));
    }

    [Fact]
    public void A_chain_of_old_and_new_values_that_does_not_meet_is_a_gap() =>
        _log.Import(Export(history: false), Rows(
                Opportunity(amount: 300, modified: Friday), Field(1, Tuesday, "Amount", "100", "150"), Field(2, Friday, "Amount", "200", "300")))
            .Gaps.ShouldContain("amount changed between 2026-05-05T09:00:00Z and 2026-05-08T09:00:00Z without a row that says when");
}
