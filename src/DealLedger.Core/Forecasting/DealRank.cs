using System.Globalization;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Forecasting;

/// <summary>
/// Where a deal stands in a list: by a size, such as that of its largest movement, the largest first, then by its id. Written as size:id, such as
/// 195000.5:006lTg0000000LaQAI.
/// </summary>
public readonly record struct DealRank(decimal Size, string Id) : IComparable<DealRank>
{
    private const int LongestText = 300;

    /// <summary>Reads a rank as it is written; false when it is none.</summary>
    public static bool TryParse(string text, out DealRank rank)
    {
        rank = default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (text.Length > LongestText || colon < 1 || colon == text.Length - 1
            || !decimal.TryParse(text.AsSpan(0, colon), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var size))
        {
            return false;
        }

        rank = new DealRank(size, text[(colon + 1)..]);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(DealRank other) => Size != other.Size ? other.Size.CompareTo(Size) : string.CompareOrdinal(Id, other.Id);

    /// <inheritdoc/>
    public override string ToString() => $"{Size.ToText()}:{Id}";

    /// <summary>Whether a deal stands before another.</summary>
    public static bool operator <(DealRank left, DealRank right) => left.CompareTo(right) < 0;

    /// <summary>Whether a deal stands after another.</summary>
    public static bool operator >(DealRank left, DealRank right) => left.CompareTo(right) > 0;

    /// <summary>Whether a deal does not stand after another.</summary>
    public static bool operator <=(DealRank left, DealRank right) => left.CompareTo(right) <= 0;

    /// <summary>Whether a deal does not stand before another.</summary>
    public static bool operator >=(DealRank left, DealRank right) => left.CompareTo(right) >= 0;
}
