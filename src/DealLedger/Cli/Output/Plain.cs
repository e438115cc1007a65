using System.Globalization;
using System.Text;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Text of others made safe to show: without what would steer a terminal or turn the direction of writing.</summary>
internal static class Plain
{
    /// <summary>The text on one line.</summary>
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

    /// <summary>The text as a cell of a table.</summary>
    public static string Cell(string? text) => Markup.Escape(Line(text));

    /// <summary>A name with its id beside it.</summary>
    public static string Named(string? id, string? name)
    {
        var shown = Line(id);
        return string.IsNullOrEmpty(name) || name == id ? Markup.Escape(shown) : $"{Cell(name)} [grey]{Markup.Escape(shown)}[/]";
    }

    /// <summary>A name in a table, where an id beside it would break the lines; the id where there is no name.</summary>
    public static string NameOr(string? id, string? name) => Cell(string.IsNullOrEmpty(name) ? id : name);

    /// <summary>An amount with separators.</summary>
    public static string Amount(decimal amount) => amount.ToString(amount == decimal.Truncate(amount) ? "#,##0" : "#,##0.00##", CultureInfo.InvariantCulture);

    /// <summary>A difference with its sign.</summary>
    public static string Signed(decimal amount) => amount > 0 ? $"+{Amount(amount)}" : Amount(amount);

    /// <summary>A count with separators.</summary>
    public static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>How often something happened.</summary>
    public static string Times(long times) => times == 1 ? "once" : $"{Count(times)} times";

    /// <summary>An instant to the second, in UTC.</summary>
    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // Overrides and isolates of the direction of writing; joiners, which some scripts and emoji need, stay.
    private static bool IsUnsafe(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C' or '\uFEFF';
}
