using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Import.Salesforce;
using static DealLedger.Import.Tests.Salesforce.PlannerRows;

namespace DealLedger.Import.Tests.Salesforce;

public sealed class NewerExportsTests
{
    private static readonly DealRows Whole = Rows(
        Opportunity("Proposal", 200, owner: Ben, category: ForecastCategory.BestCase, modified: Wednesday),
        Row(1, Monday), Row(2, Tuesday, amount: 200), Row(3, Wednesday, "Proposal", 200, category: ForecastCategory.BestCase),
        Field(1, Tuesday, "Owner", Ann, Ben));

    private static readonly DealRows Older = Rows(Opportunity(amount: 200, owner: Ben, modified: Tuesday), Whole.History[0], Whole.History[1]);

    private static readonly DealRows Poorer = Rows(Whole.Opportunity);

    private readonly DealLog _log = new(Deal);

    [Fact]
    public void The_same_export_again_records_nothing_and_knows_all()
    {
        var events = _log.Import(Export(), Whole).Events.Count;
        var again = _log.Import(Export(), Whole);

        again.Events.ShouldBeEmpty();
        again.AlreadyKnown.ShouldBe(events);
    }

    [Fact]
    public void A_newer_export_adds_its_changes_and_the_owner_history_that_the_first_lacked()
    {
        _log.Import(Export(fieldHistory: false), Older);
        var plan = _log.Import(Export(), Whole);

        // The owner at the opening was a guess; its correction joins the opening, so nobody sees a transfer that never was.
        Changes(plan).ShouldBe(["owner_changed", "owner_changed", "stage_moved category_changed"]);
        plan.Events[0].Data.ShouldBe(new OwnerChanged(Ben, Ann, Monday, Ann));
        plan.Events[0].CorrelationId.ShouldBe("sf:008000000000001AAA");
        plan.Events[1].CorrelationId.ShouldBe("sf:008000000000002AAA");
        _log.Timeline.Changes.Count.ShouldBe(3);
        _log.Timeline.Changes[0].After!.Owner.ShouldBe(Ann);
    }

    [Fact]
    public void A_deal_that_was_opened_with_its_current_state_gets_its_history_from_a_richer_export()
    {
        _log.Import(Export(history: false, fieldHistory: false), Poorer);
        _log.Import(Export(), Whole);

        var alone = new DealLog(Deal);
        alone.Import(Export(), Whole);
        _log.Timeline.Changes.Select(c => (c.At, DealView.Of(c.After))).ShouldBe(alone.Timeline.Changes.Select(c => (c.At, DealView.Of(c.After))));
    }

    [Fact]
    public void An_older_export_after_a_newer_one_adds_nothing()
    {
        _log.Import(Export(), Whole);

        _log.Import(Export(fieldHistory: false), Older).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_poorer_export_after_a_richer_one_adds_nothing()
    {
        _log.Import(Export(), Whole);

        _log.Import(Export(history: false, fieldHistory: false), Poorer).Events.ShouldBeEmpty();
        _log.Import(Export(), Rows(Whole.Opportunity, Whole.History[2])).Events.ShouldBeEmpty();
        _log.Import(Export(history: false), Rows(Whole.Opportunity, Whole.FieldHistory[0], Field(2, Tuesday, "Amount", "100", "200"))).Events.ShouldBeEmpty();
    }

    [Fact]
    public void An_older_export_after_a_newer_one_without_history_adds_its_rows_and_leaves_the_end_as_it_is()
    {
        _log.Import(Export(history: false, fieldHistory: false), Rows(Opportunity(amount: 500, owner: Cleo, modified: Friday)));
        _log.Import(Export(), Rows(Opportunity(amount: 200, owner: Ben, modified: Tuesday), Whole.History[0], Whole.History[1], Whole.FieldHistory[0]));

        var before = _log.Timeline.StateAt(Tuesday)!;
        (before.Amount, before.Owner).ShouldBe((200, Ben));
        (_log.Now.Amount, _log.Now.Owner).ShouldBe((500, Cleo));
    }

    [Fact]
    public void An_older_export_does_not_bring_back_what_changed_without_a_trace()
    {
        _log.Import(Export(), Rows(Opportunity(owner: Cleo, modified: Friday), Row(1, Monday)));

        _log.Import(Export(), Rows(Opportunity(owner: Ben, modified: Tuesday), Row(1, Monday))).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_change_that_both_history_files_tell_is_one_change()
    {
        _log.Import(Export(history: false), Rows(
            Opportunity(amount: 200, modified: Tuesday), Field(1, Tuesday, "Amount", "100", "200")));
        var plan = _log.Import(Export(), Rows(Opportunity(amount: 200, modified: Tuesday), Row(1, Monday), Row(2, Tuesday, amount: 200, probability: 10)));

        plan.Events.ShouldBeEmpty();
        _log.Timeline.Changes.Count.ShouldBe(2);
    }

    [Fact]
    public void An_opening_that_turns_out_to_be_earlier_takes_the_former_ones_place()
    {
        _log.Import(Export(), Rows(null, Row(2, Tuesday, amount: 200)));
        var plan = _log.Import(Export(), Rows(Opportunity(amount: 200, modified: Tuesday), Row(1, Monday), Row(2, Tuesday, amount: 200)));

        Changes(plan).ShouldBe(["opportunity_opened", "amount_changed"]);
        _log.Timeline.StateAt(Monday)!.Amount.ShouldBe(100);
        (_log.Now.Amount, _log.Now.Name, _log.Now.CreatedAt).ShouldBe((200, "Turbine", Monday));
    }

    [Fact]
    public void A_deal_whose_own_row_had_been_refused_gets_from_its_opening_on_what_that_row_tells()
    {
        _log.Import(Export(), Rows(null, Row(1, Monday), Row(2, Tuesday, amount: 200)));
        _log.Import(Export(), Rows(Opportunity(amount: 200, modified: Tuesday), Row(1, Monday), Row(2, Tuesday, amount: 200)));

        var opened = _log.Timeline.Changes[0].After!;
        (opened.Name, opened.Owner).ShouldBe(("Turbine", Ann));
        _log.Timeline.Changes.Count.ShouldBe(2);
    }

    [Fact]
    public void Live_changes_are_neither_confirmed_nor_corrected()
    {
        _log.Import(Export(), Whole);
        _log.Record(new NewEvent(Guid.Parse("00000000-0000-0000-0000-000000000001"), new AmountChanged(200, 999, Friday, Cleo), "live", "user", ""));

        _log.Import(Export(), Whole).Events.ShouldBeEmpty();
        _log.Now.Amount.ShouldBe(999);
    }

    [Fact]
    public void A_next_step_is_known_again_by_its_text()
    {
        var rows = Rows(Opportunity(modified: Tuesday) with { NextStep = "Call" }, Row(1, Monday));
        _log.Import(Export(), rows);

        _log.Import(Export(), rows with { Opportunity = rows.Opportunity! with { ModifiedAt = Friday } }).Events.ShouldBeEmpty();
        _log.Import(Export(), rows with { Opportunity = rows.Opportunity! with { ModifiedAt = Friday, NextStep = "Visit" } })
            .Events.ShouldHaveSingleItem().Text!.Content.ShouldBe("Visit");
    }

    [Fact]
    public void A_next_step_whose_text_was_erased_is_left_alone()
    {
        var rows = Rows(Opportunity() with { NextStep = "Call" }, Row(1, Monday));
        _log.Import(Export(), rows);

        new DealPlanner(Export(), content => new NewText(Guid.Empty, new byte[16], content)).Plan(rows, _log.Events).Events.ShouldBeEmpty();
    }
}
