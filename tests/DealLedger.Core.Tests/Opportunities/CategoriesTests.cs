using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Tests.Opportunities;

public sealed class CategoriesTests
{
    [Theory]
    [InlineData("Pipeline", ForecastCategory.Pipeline)]
    [InlineData("BestCase", ForecastCategory.BestCase)]
    [InlineData("Best Case", ForecastCategory.BestCase)]
    [InlineData("best-case", ForecastCategory.BestCase)]
    [InlineData("Upside", ForecastCategory.BestCase)]
    [InlineData("MostLikely", ForecastCategory.MostLikely)]
    [InlineData("most likely", ForecastCategory.MostLikely)]
    [InlineData("Forecast", ForecastCategory.Commit)]
    [InlineData(" COMMIT ", ForecastCategory.Commit)]
    [InlineData("closed", ForecastCategory.Closed)]
    [InlineData("Omitted", ForecastCategory.Omitted)]
    public void A_category_is_read_in_any_CRM_s_spelling(string name, ForecastCategory category)
    {
        CategoryNames.TryParse(name, out var read).ShouldBeTrue();
        read.ShouldBe(category);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Probably")]
    public void What_is_no_category_is_not_read(string? name) => CategoryNames.TryParse(name, out _).ShouldBeFalse();

    [Fact]
    public void Categories_and_outcomes_are_named_as_they_are_stored()
    {
        Enum.GetValues<ForecastCategory>().Select(c => c.Name()).ShouldBe(["Pipeline", "BestCase", "MostLikely", "Commit", "Closed", "Omitted"]);
        Enum.GetValues<Outcome>().Select(o => o.Name()).ShouldBe(["open", "won", "lost", "deleted"]);
        CategoryNames.Accepted.Split(", ").ShouldBe(Enum.GetValues<ForecastCategory>().Select(c => c.Name()));
    }

    [Fact]
    public void The_numbers_in_the_read_models_never_change()
    {
        Enum.GetValues<ForecastCategory>().Select(c => (int)c).ShouldBe([0, 1, 2, 3, 4, 5]);
        Enum.GetValues<Outcome>().Select(o => (int)o).ShouldBe([0, 1, 2, 3]);
    }
}
