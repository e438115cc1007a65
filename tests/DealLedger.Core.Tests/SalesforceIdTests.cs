namespace DealLedger.Core.Tests;

public sealed class SalesforceIdTests
{
    [Theory]
    [InlineData("0064600000J5S5T", "0064600000J5S5TAAV")]
    [InlineData("0064600000J5S5Z", "0064600000J5S5ZAAV")]
    [InlineData("0064600000J5S5a", "0064600000J5S5aAAF")]
    [InlineData("0084600000iqknn", "0084600000iqknnAAA")]
    [InlineData("00546000001l1cJ", "00546000001l1cJAAQ")]
    [InlineData("0014600001TvgfZ", "0014600001TvgfZAAR")]
    [InlineData("000000000000000", "000000000000000AAA")]
    public void Fifteen_characters_get_the_suffix_that_Salesforce_gives_them(string id, string expected) =>
        SalesforceId.To18(id).ShouldBe(expected);

    [Fact]
    public void Eighteen_characters_stay_as_they_are() =>
        SalesforceId.To18("0064600000J5S5TAAV").ShouldBe("0064600000J5S5TAAV");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0064600000J5S5")]
    [InlineData("0064600000J5S5TA")]
    [InlineData("0064600000J5S5TAAVA")]
    [InlineData("0064600000J5S5-")]
    [InlineData("0064600000J5S5é")]
    public void Anything_else_is_no_id(string? text) => SalesforceId.To18(text).ShouldBeNull();
}
