using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Tests.Opportunities;

public sealed class StageTableTests
{
    private static readonly StageTable Table = new(
        [
            new Stage("Proposal", ForecastCategory.BestCase, IsClosed: false, IsWon: false, 2),
            new Stage("Discovery", ForecastCategory.Pipeline, IsClosed: false, IsWon: false, 1),
            new Stage("Signed", ForecastCategory.Closed, IsClosed: true, IsWon: true, 3),
            new Stage("No decision", ForecastCategory.Omitted, IsClosed: true, IsWon: false, 4),
        ],
        isComplete: true);

    [Theory]
    [InlineData("proposal", ForecastCategory.BestCase, Outcome.Open)]
    [InlineData(" Signed ", ForecastCategory.Closed, Outcome.Won)]
    [InlineData("No Decision", ForecastCategory.Omitted, Outcome.Lost)]
    public void A_stage_of_the_table_says_category_and_outcome_whatever_else_is_told(string name, ForecastCategory category, Outcome outcome)
    {
        var stage = Table.Resolve(name, ForecastCategory.Commit, isClosed: false);
        (stage.Category, stage.Outcome).ShouldBe((category, outcome));
    }

    [Theory]
    [InlineData("Closed Lost", null, null, ForecastCategory.Omitted, Outcome.Lost)]
    [InlineData("CLOSED LOST", ForecastCategory.Pipeline, false, ForecastCategory.Omitted, Outcome.Lost)]
    [InlineData("Dropped", ForecastCategory.Omitted, true, ForecastCategory.Omitted, Outcome.Lost)]
    [InlineData("Closed Won", null, null, ForecastCategory.Closed, Outcome.Won)]
    [InlineData("Booked", ForecastCategory.Closed, true, ForecastCategory.Closed, Outcome.Won)]
    [InlineData("Booked", ForecastCategory.Closed, null, ForecastCategory.Closed, Outcome.Won)]
    [InlineData("Parked", ForecastCategory.Omitted, false, ForecastCategory.Omitted, Outcome.Open)]
    [InlineData("Talks", ForecastCategory.Commit, null, ForecastCategory.Commit, Outcome.Open)]
    [InlineData("Talks", null, null, ForecastCategory.Pipeline, Outcome.Open)]
    public void A_stage_that_the_table_lacks_follows_its_name_and_what_the_source_tells(
        string name, ForecastCategory? told, bool? isClosed, ForecastCategory category, Outcome outcome)
    {
        var stage = Table.Resolve(name, told, isClosed);
        (stage.Name, stage.Category, stage.Outcome).ShouldBe((name, category, outcome));
    }

    [Fact]
    public void Stages_are_listed_in_their_order() => Table.Stages.Select(s => s.Name).ShouldBe(["Discovery", "Proposal", "Signed", "No decision"]);
}
