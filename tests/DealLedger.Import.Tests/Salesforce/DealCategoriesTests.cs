using DealLedger.Core.Opportunities;
using static DealLedger.Import.Tests.Salesforce.PlannerRows;

namespace DealLedger.Import.Tests.Salesforce;

public sealed class DealCategoriesTests
{
    private readonly DealLog _log = new(Deal);

    [Fact]
    public void Another_category_than_the_stages_own_is_an_override_until_the_row_is_back_to_it()
    {
        var plan = _log.Import(Export(), Rows(
            Opportunity(modified: Friday),
            Row(1, Monday), Row(2, Tuesday, category: ForecastCategory.Commit), Row(3, Wednesday, amount: 200, category: ForecastCategory.Commit),
            Row(4, Friday)));

        Changes(plan).ShouldBe(["opportunity_opened", "category_overridden", "amount_changed", "category_override_cleared amount_changed"]);
        plan.Events[1].Data.ShouldBe(new CategoryOverridden("Pipeline", "Commit", null, Tuesday, Ann));
        plan.Events[3].Data.ShouldBe(new CategoryOverrideCleared("Commit", "Pipeline", null, Friday, Ann));
    }

    [Fact]
    public void A_new_deal_may_be_overridden_from_the_start() =>
        Changes(_log.Import(Export(), Rows(Opportunity(category: ForecastCategory.Omitted), Row(1, Monday, category: ForecastCategory.Omitted))))
            .ShouldBe(["opportunity_opened category_overridden"]);

    [Fact]
    public void The_category_that_the_stage_gives_changes_with_the_stage()
    {
        var plan = _log.Import(Export(), Rows(Opportunity("Proposal", category: ForecastCategory.BestCase, modified: Tuesday),
            Row(1, Monday), Row(2, Tuesday, "Proposal", category: ForecastCategory.BestCase)));

        Changes(plan).ShouldBe(["opportunity_opened", "stage_moved category_changed"]);
        plan.Events[2].Data.ShouldBe(new CategoryChanged("Pipeline", "BestCase", Tuesday, Ann));
    }

    [Fact]
    public void Closing_ends_an_override_by_itself_and_the_stage_decides_the_outcome()
    {
        var plan = _log.Import(Export(), Rows(Opportunity("Closed Lost", category: ForecastCategory.Omitted, modified: Tuesday),
            Row(1, Monday, category: ForecastCategory.Commit), Row(2, Tuesday, "Closed Lost", category: ForecastCategory.Omitted)));

        Changes(plan)[1].ShouldBe("stage_moved category_changed opportunity_lost");
        (_log.Now.Outcome, _log.Now.Override).ShouldBe((Outcome.Lost, null));
    }

    [Fact]
    public void A_closed_deal_in_an_open_stage_is_reopened()
    {
        var plan = _log.Import(Export(), Rows(Opportunity("Proposal", category: ForecastCategory.Commit, modified: Tuesday),
            Row(1, Monday, "Closed Won", category: ForecastCategory.Closed), Row(2, Tuesday, "Proposal", category: ForecastCategory.Commit)));

        Changes(plan)[1].ShouldBe("stage_moved category_changed opportunity_reopened category_overridden");
        (_log.Now.Outcome, _log.Now.Category).ShouldBe((Outcome.Open, ForecastCategory.Commit));
    }

    [Fact]
    public void An_open_deal_that_says_Closed_counts_by_its_stages_own_category_and_is_a_gap()
    {
        var plan = _log.Import(Export(), Rows(Opportunity(category: ForecastCategory.Closed), Row(1, Monday, category: ForecastCategory.Closed)));

        Changes(plan).ShouldBe(["opportunity_opened"]);
        (_log.Now.Outcome, _log.Now.Category).ShouldBe((Outcome.Open, ForecastCategory.Pipeline));
        plan.Gaps.ShouldBe(["the source says category Closed though stage Prospecting is open; counted by the stage's own category"]);
    }

    [Fact]
    public void Without_rows_of_its_own_the_category_follows_the_stage_and_that_of_the_present_stage_is_the_present_one()
    {
        _log.Import(Export(history: false), Rows(
            Opportunity("Proposal", category: ForecastCategory.Commit, modified: Tuesday), Field(1, Tuesday, "StageName", "Prospecting", "Proposal")));

        _log.Timeline.StateAt(Monday)!.Category.ShouldBe(ForecastCategory.Pipeline);
        _log.Timeline.StateAt(Tuesday)!.Category.ShouldBe(ForecastCategory.Commit);
    }

    [Fact]
    public void A_later_stage_table_does_not_reclassify_the_past()
    {
        var rows = Rows(Opportunity(modified: Wednesday), Row(1, Monday), Row(2, Tuesday), Row(3, Wednesday, probability: 10));
        _log.Import(Export(), rows);
        var redefined = new StageTable(Stages.Stages.Select(s => s.Name == "Prospecting" ? s with { Category = ForecastCategory.Omitted } : s), isComplete: true);

        _log.Import(Export() with { Stages = redefined }, rows).Events.ShouldBeEmpty();
    }
}
