using DealLedger.Core.Opportunities;
using static DealLedger.Import.Tests.Salesforce.PlannerRows;

namespace DealLedger.Import.Tests.Salesforce;

public sealed class DealEndTests
{
    private readonly DealLog _log = new(Deal);

    [Fact]
    public void What_the_deals_own_row_says_beyond_its_history_is_one_more_change_when_it_was_last_modified()
    {
        var plan = _log.Import(Export(), Rows(
            Opportunity(amount: 250, owner: Cleo, modified: Friday) with { Segment = "Enterprise", Currency = "EUR" }, Row(1, Monday, amount: 100)));

        Changes(plan).ShouldBe(["opportunity_opened", "amount_changed"]);
        plan.Events[1].Data.ShouldBe(new AmountChanged(100, 250, Friday, Ben));
        (plan.Events[1].Order, plan.Events[1].CorrelationId).ShouldBe(("~1", $"sf:{Deal}@2026-05-08T09:00:00Z"));
        plan.Gaps.ShouldContain("brought to its current amount at 2026-05-08T09:00:00Z; no row tells when it changed");
    }

    [Fact]
    public void That_change_lies_not_before_the_last_row()
    {
        var plan = _log.Import(Export(), Rows(Opportunity(amount: 250, modified: Tuesday), Row(1, Monday), Row(2, Wednesday, amount: 200)));

        plan.Events[^1].Data.ShouldBe(new AmountChanged(200, 250, Wednesday, Ben));
        _log.Now.Amount.ShouldBe(250);
    }

    [Fact]
    public void A_deleted_deal_is_deleted_after_everything_else()
    {
        var plan = _log.Import(Export(), Rows(
            Opportunity(amount: 250, modified: Friday) with { IsDeleted = true, SystemModstamp = Wednesday }, Row(1, Monday)));

        Changes(plan).ShouldBe(["opportunity_opened", "amount_changed", "opportunity_deleted"]);
        (plan.Events[^1].Data.At, plan.Events[^1].Order).ShouldBe((Friday, "~2"));
        plan.Gaps.ShouldContain("deleted at 2026-05-08T09:00:00Z, taken from SystemModstamp");
    }

    [Fact]
    public void A_deal_that_left_the_recycle_bin_is_restored()
    {
        _log.Import(Export(), Rows(Opportunity() with { IsDeleted = true, SystemModstamp = Tuesday }, Row(1, Monday)));
        var plan = _log.Import(Export(), Rows(Opportunity() with { SystemModstamp = Friday }, Row(1, Monday)));

        Changes(plan).ShouldBe(["opportunity_restored"]);
        (plan.Events[0].Data.At, _log.Now.Outcome).ShouldBe((Friday, Outcome.Open));
    }

    [Fact]
    public void An_older_export_restores_nothing()
    {
        _log.Import(Export(), Rows(Opportunity() with { IsDeleted = true, SystemModstamp = Friday }, Row(1, Monday)));

        _log.Import(Export(), Rows(Opportunity() with { SystemModstamp = Tuesday }, Row(1, Monday))).Events.ShouldBeEmpty();
    }
}
