using System.Globalization;

namespace DealLedger.Core.Ledger;

/// <summary>One form for every decimal: no trailing zeros, so that equal amounts are equal byte for byte.</summary>
public static class Decimals
{
    /// <summary>The same number without trailing zeros.</summary>
    public static decimal Trim(this decimal number) => number / 1.0000000000000000000000000000m;

    /// <summary>The number as text, without trailing zeros.</summary>
    public static string ToText(this decimal number) => number.Trim().ToString(CultureInfo.InvariantCulture);

    /// <summary>Rounds half to even.</summary>
    public static decimal RoundTo(this decimal number, int decimals) => Math.Round(number, decimals, MidpointRounding.ToEven);
}
