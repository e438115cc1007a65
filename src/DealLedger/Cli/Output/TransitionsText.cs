using System.Globalization;
using DealLedger.Core.Transitions;
using DealLedger.Server.Pages;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Where the deals of a forecast went, for people and as rows.</summary>
internal static class TransitionsText
{
    public static void Write(IAnsiConsole console, TransitionsAnswer answer)
    {
        console.MarkupLine(
            $"[bold]Where the deals of {Plain.Cell(answer.Period.Id)} went[/] from {Plain.Instant(answer.From)} to {Plain.Instant(answer.To)}, in {Plain.Cell(answer.Currency)}");
        Notices.Write(console, answer.Notes, answer.KnownAt);
        var table = Tables.New("Was", "Is", "Deals>", "Then>", "Now>");
        foreach (var transition in answer.Transitions)
        {
            table.AddRow(
                transition.Was.Label(), transition.Is.Label(), Plain.Count(transition.Deals), Plain.Amount(transition.Start.Amount), Plain.Amount(transition.End.Amount));
        }

        console.Write(table);
        var deals = Tables.New("Deal", "Id|", "Was", "Is", "Then>", "Now>", "Closes");
        foreach (var deal in answer.Deals)
        {
            deals.AddRow(
                Plain.Cell(deal.Name), Plain.Cell(deal.Id), deal.Was.Label(), deal.Is.Label(), Amount(deal.Start), Amount(deal.End),
                deal.CloseDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        }

        console.Write(deals);
        if (answer.Next is { } next)
        {
            console.MarkupLine($"{Plain.Count(answer.Deals.Count)} of {Plain.Count(answer.DealsTotal)} deals, the largest first. The next ones: --after {Plain.Cell(next)}");
        }

        Notices.Write(console, answer.UnconvertedAtStart, " of the start");
        Notices.Write(console, answer.Unconverted, " of the end");
        console.WriteLine();
    }

    /// <summary>One row a deal.</summary>
    public static void WriteRows(TextWriter writer, TransitionsAnswer answer)
    {
        var csv = CsvTable.WithHeader(writer, ["id", "name", "owner", "was", "is", "start", "end", "closeDateBefore", "closeDate"]);
        foreach (var deal in answer.Deals)
        {
            csv.Text(deal.Id).Text(deal.Name).Text(deal.Owner).Text(deal.Was.Word()).Text(deal.Is.Word()).Number(deal.Start).Number(deal.End)
                .Date(deal.CloseDateBefore).Date(deal.CloseDate).EndRow();
        }
    }

    private static string Amount(decimal? amount) => amount is { } value ? Plain.Amount(value) : "";
}
