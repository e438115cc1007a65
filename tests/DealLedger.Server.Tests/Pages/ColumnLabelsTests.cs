using DealLedger.Server.Pages;

namespace DealLedger.Server.Tests.Pages;

public sealed class ColumnLabelsTests
{
    [Theory]
    [InlineData("BestCase", "Best case")]
    [InlineData("MostLikely", "Most likely")]
    [InlineData("Commit", "Commit")]
    [InlineData("3", "3")]
    [InlineData("Somewhere else", "Somewhere else")]
    public void A_category_is_written_as_people_read_it(string category, string label) => ColumnLabels.OfCategory(category).ShouldBe(label);
}
