using System.Globalization;
using DealLedger.Core.Calls;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>How near calls came, for people and as rows.</summary>
internal static class AccuracyText
{
    public static void Write(IAnsiConsole console, AccuracyAnswer answer)
    {
        console.MarkupLine($"[bold]How near the calls for {Plain.Cell(answer.Period.Id)} came[/] as of {Plain.Instant(answer.AsOf)}, in {Plain.Cell(answer.Currency)}");
        Notices.Write(console, answer.Notes, answer.KnownAt);
        if (answer.Partial)
        {
            console.MarkupLine("The period has not ended; what was closed is known then.");
        }
        else if (answer.Rows.Count == 0)
        {
            console.MarkupLine("Nobody stated a call for it.");
        }
        else
        {
            WriteWeeks(console, answer);
        }

        WriteSandbagging(console, answer);
    }

    public static void WriteRows(TextWriter writer, AccuracyAnswer answer)
    {
        var csv = CsvTable.WithHeader(writer, ["layer", "category", "for", "forName", "scope", "week", "at", "call", "actual", "accuracy", "bias"]);
        foreach (var row in answer.Rows)
        {
            foreach (var week in row.Weeks)
            {
                csv.Text(Layer(row.Layer)).Text(CallWords.Of(CallWords.Categories, row.Category)).Text(row.For).Text(row.ForName)
                    .Text(CallWords.Of(CallWords.Scopes, row.Scope)).Text(week.Week).Instant(week.At).Number(week.Calls.Call).Number(week.Calls.Actual)
                    .Number(week.Calls.Accuracy).Number(week.Calls.Bias).EndRow();
            }
        }
    }

    private static void WriteWeeks(IAnsiConsole console, AccuracyAnswer answer)
    {
        var table = Tables.New("Layer", "Category", "For", "Week|", "Call>", "Closed>", "Accuracy>", "Bias>");
        foreach (var row in answer.Rows)
        {
            foreach (var week in row.Weeks)
            {
                AddWeek(table, row.Layer, row.Category, Plain.NameOr(row.For, row.ForName) + (row.Scope == CallScope.Team ? "'s team" : ""), week);
            }
        }

        foreach (var layer in answer.Layers)
        {
            AddWeek(table, layer.Layer, layer.Category, "all, at the end", layer.Weeks[^1]);
        }

        console.Write(table);
    }

    private static void AddWeek(Table table, CallLayer layer, Core.Opportunities.ForecastCategory category, string who, WeekCloseness week) => table.AddRow(
        Layer(layer), CallWords.Of(CallWords.Categories, category), who, Plain.Cell(week.Week), Plain.Amount(week.Calls.Call), Plain.Amount(week.Calls.Actual),
        Share(week.Calls.Accuracy), Share(week.Calls.Bias));

    private static void WriteSandbagging(IAnsiConsole console, AccuracyAnswer answer)
    {
        if (answer.Sandbagging.Count == 0)
        {
            return;
        }

        console.MarkupLine("How far first calls of a quarter lay below what was closed, in the middle of all quarters:");
        var table = Tables.New("Person", "Quarters>", "Below>");
        foreach (var row in answer.Sandbagging)
        {
            table.AddRow(
                Plain.NameOr(row.Person, row.Name) + (row.Scope == CallScope.Team ? "'s team" : ""), Plain.Count(row.Quarters),
                row.Median is { } median ? Share(median) : "not enough quarters");
        }

        console.Write(table);
    }

    private static string Layer(CallLayer layer) => CallWords.Of(CallWords.Layers, layer);

    private static string Share(decimal? share) => share?.ToString("0.0%", CultureInfo.InvariantCulture) ?? "";
}
