using System.Globalization;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Tests.Ledger;

public sealed class DecimalsTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0.000", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("100.00", "100")]
    [InlineData("100", "100")]
    [InlineData("1250.50", "1250.5")]
    [InlineData("-20.10", "-20.1")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("7.9228162514264337593543950335", "7.9228162514264337593543950335")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335", "-79228162514264337593543950335")]
    public void A_number_has_one_text_without_trailing_zeros_and_keeps_its_value(string number, string text)
    {
        var value = decimal.Parse(number, CultureInfo.InvariantCulture);
        value.ToText().ShouldBe(text);
        value.Trim().ShouldBe(value);
    }

    [Theory]
    [InlineData("2.345", "2.34")]
    [InlineData("2.355", "2.36")]
    [InlineData("-2.345", "-2.34")]
    [InlineData("2.3450001", "2.35")]
    public void Half_goes_to_even(string number, string rounded) =>
        decimal.Parse(number, CultureInfo.InvariantCulture).RoundTo(2).ShouldBe(decimal.Parse(rounded, CultureInfo.InvariantCulture));
}
