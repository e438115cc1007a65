using System.Globalization;
using DealLedger.Server.Pages;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Text of others made safe to show: without what would steer a terminal or turn the direction of writing.</summary>
internal static class Plain
{
    /// <summary>The text on one line.</summary>
    public static string Line(string? text) => Shown.Line(text);

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
    public static string Count(long count) => Shown.Count(count);

    /// <summary>How often something happened.</summary>
    public static string Times(long times) => times == 1 ? "once" : $"{Count(times)} times";

    /// <summary>An instant to the second, in UTC.</summary>
    public static string Instant(DateTimeOffset instant) => Shown.Instant(instant);
}
