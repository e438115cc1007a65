using DealLedger.Core.Opportunities;
using static DealLedger.Import.Tests.Salesforce.PlannerRows;

namespace DealLedger.Import.Tests.Salesforce;

public sealed class DealOpeningTests
{
    private readonly DealLog _log = new(Deal);

    [Fact]
    public void A_deal_is_opened_by_its_first_history_row_and_by_its_author()
    {
        var plan = _log.Import(Export(), Rows(Opportunity(), Row(1, Monday, by: Ben)));

        var opened = plan.Events.ShouldHaveSingleItem();
        opened.Data.ShouldBe(new OpportunityOpened(
            "Turbine", null, Ann, "Prospecting", "Pipeline", "open", 100, "USD", Day("2026-06-30"), 10, null, null, Monday, Ben));
        (opened.CorrelationId, opened.Order).ShouldBe(("sf:008000000000001AAA", "008000000000001"));
        plan.Gaps.ShouldBeEmpty();
    }

    [Fact]
    public void A_deal_that_was_created_before_its_first_history_row_is_opened_then_with_that_row()
    {
        var plan = _log.Import(Export(), Rows(Opportunity(amount: 300, modified: Wednesday), Row(1, Tuesday, amount: 200), Row(2, Wednesday, amount: 300)));

        Changes(plan).ShouldBe(["opportunity_opened", "amount_changed"]);
        var opened = (OpportunityOpened)plan.Events[0].Data;
        (opened.At, opened.Amount).ShouldBe((Monday, 200));
        (plan.Events[0].CorrelationId, plan.Events[0].Order).ShouldBe(($"sf:{Deal}:opened", Deal[..15]));
        plan.Gaps.ShouldBe(["created on 2026-05-04, before its first history row of 2026-05-05; opened with that row's state"]);
    }

    [Fact]
    public void A_deal_without_history_is_opened_when_it_was_created_as_it_is_now()
    {
        var plan = _log.Import(Export(history: false, fieldHistory: false), Rows(Opportunity("Closed Won", 300, modified: Friday, owner: Cleo)));

        var opened = (OpportunityOpened)plan.Events.ShouldHaveSingleItem().Data;
        (opened.At, opened.Stage, opened.Outcome, opened.Owner).ShouldBe((Monday, "Closed Won", "won", Cleo));
        plan.Gaps.ShouldBe(
        [
            "no history; opened on 2026-05-04 with its current state",
            "owner before 2026-05-08 unknown; taken to be the present one",
            "name, account, type and next step before 2026-05-08 unknown; taken to be the present ones",
        ]);
    }

    [Fact]
    public void What_was_before_the_first_known_change_of_a_field_is_its_old_value()
    {
        var plan = _log.Import(Export(), Rows(
            Opportunity(owner: Cleo, modified: Friday) with { Name = "Steam turbine" },
            Row(1, Monday), Field(1, Tuesday, "OwnerId", Ann, Ben), Field(2, Friday, "Owner", Ben, Cleo), Field(3, Friday, "opportunityName", "Turbine", "Steam turbine")));

        Changes(plan).ShouldBe(["opportunity_opened", "owner_changed", "owner_changed opportunity_renamed"]);
        var opened = (OpportunityOpened)plan.Events[0].Data;
        (opened.Owner, opened.Name).ShouldBe((Ann, "Turbine"));
        plan.Gaps.ShouldBeEmpty();
    }

    [Fact]
    public void A_deal_whose_own_row_was_refused_is_opened_from_its_history()
    {
        var plan = _log.Import(Export(), Rows(null, Row(1, Monday), Row(2, Tuesday, amount: 200)));

        var opened = (OpportunityOpened)plan.Events[0].Data;
        (opened.At, opened.Name, opened.Owner, opened.Currency).ShouldBe((Monday, null, null, "USD"));
        _log.Now.Amount.ShouldBe(200);
        plan.Gaps.ShouldHaveSingleItem().ShouldStartWith("its row in Opportunity.csv was refused");
    }

    [Fact]
    public void A_deal_of_which_no_row_tells_the_stage_is_not_taken_in()
    {
        var plan = _log.Import(Export(), Rows(null, Field(1, Monday, "Owner", Ann, Ben)));

        plan.Events.ShouldBeEmpty();
        plan.Gaps.ShouldHaveSingleItem().ShouldContain("not taken in");
    }

    [Fact]
    public void The_next_step_of_a_new_deal_is_a_text_beside_the_event()
    {
        var plan = _log.Import(Export(), Rows(Opportunity() with { NextStep = "Call Ms Moe" }, Row(1, Monday)));

        Changes(plan).ShouldBe(["opportunity_opened next_step_changed"]);
        var (data, text) = ((NextStepChanged)plan.Events[1].Data, plan.Events[1].Text!);
        data.To.ShouldBe(text.Reference);
        text.Content.ShouldBe("Call Ms Moe");
    }
}
