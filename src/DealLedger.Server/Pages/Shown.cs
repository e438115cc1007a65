using System.Globalization;
using System.Text;
using DealLedger.Core.Ledger;

namespace DealLedger.Server.Pages;

/// <summary>Values as people read them. The fields of a page stand in one form: numbers with separators, instants to the second in UTC.</summary>
public static class Shown
{
    /// <summary>The sign of what goes down, as wide as the plus.</summary>
    public const char Minus = '\u2212';

    private const int LongestName = 120;

    /// <summary>The text of others on one line, without what would steer a terminal or turn the direction of writing.</summary>
    public static string Line(string? text)
    {
        if (text is null)
        {
            return "";
        }

        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            line.Append(CharUnicodeInfo.GetUnicodeCategory(c) switch
            {
                UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => ' ',
                UnicodeCategory.Format when IsUnsafe(c) => '\uFFFD',
                _ => c,
            });
        }

        return line.ToString().Trim();
    }

    /// <summary>A text short enough for a row.</summary>
    public static string Name(string? text)
    {
        var line = Line(text);
        var end = line.Length > LongestName && char.IsHighSurrogate(line[LongestName - 1]) ? LongestName - 1 : LongestName;
        return line.Length <= LongestName ? line : line[..end] + "…";
    }

    /// <summary>How many places after the point a table of these amounts needs, so that its numbers stand under each other.</summary>
    public static int Places(IEnumerable<decimal> amounts) => amounts.Aggregate(0, (places, amount) => Math.Max(places, PlacesOf(amount)));

    /// <summary>An amount with separators and at least so many places.</summary>
    public static string Amount(decimal amount, int places = 0)
    {
        var text = Math.Abs(amount).ToString("N" + Math.Max(places, PlacesOf(amount)).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return amount < 0 ? Minus + text : text;
    }

    /// <summary>A difference with its sign.</summary>
    public static string Signed(decimal amount, int places = 0) => amount > 0 ? "+" + Amount(amount, places) : Amount(amount, places);

    /// <summary>A share as a difference, in percent to one place.</summary>
    public static string Percent(decimal share) => (share * 100).ToString($"+0.0 '%';{Minus}0.0 '%';0.0 '%'", CultureInfo.InvariantCulture);

    /// <summary>A number of things with separators.</summary>
    public static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>An instant to the second, in UTC.</summary>
    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The day of an instant, in UTC.</summary>
    public static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Cents or nothing: tenths alone would stand askew.
    private static int PlacesOf(decimal amount) => amount.Trim().Scale is > 0 and var scale ? Math.Max(2, (int)scale) : 0;

    // Overrides and isolates of the direction of writing; joiners, which some scripts and emoji need, stay.
    private static bool IsUnsafe(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C' or '\uFEFF';
}
