using System.Globalization;
using DealLedger.Core.Answers;
using DealLedger.Core.Slippage;
using DealLedger.Server.Pages;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Pushes and slips for people.</summary>
internal static class SlippageText
{
    public static void Write(IAnsiConsole console, SlippageAnswer answer)
    {
        console.MarkupLine(
            $"[bold]Who let deals slip{(answer.Period is { } period ? $" in {Plain.Cell(period.Id)}" : "")}[/] from {Plain.Instant(answer.From)} to "
            + $"{Plain.Instant(answer.To)}, in {Plain.Cell(answer.Currency)}{(answer.Partial ? "; the window has not ended yet" : "")}");
        Notices.Write(console, answer.Notes, answer.KnownAt);
        var table = Tables.New("", "Pushes>", "Deals>", "Pushed>", "Avg days>", "Median>", "Slips>", "Slipped>", "Pull-ins>", "Slip rate>");
        var rows = (answer.Rows ?? []).OrderByDescending(r => r.AmountPushed).ToList();
        foreach (var (row, level) in TeamTree.Order(rows, r => r.Key, r => r.Parent).Append((answer.Total, 0)))
        {
            var isTotal = ReferenceEquals(row, answer.Total);
            table.AddRow(
                isTotal ? "Total" : TeamTree.Indented(Plain.NameOr(row.Key, row.Name), level), Plain.Count(row.Pushes), Plain.Count(row.DealsPushed), Plain.Amount(row.AmountPushed),
                Days(row.AverageDays), Days(row.MedianDays), Plain.Count(row.Slips), Plain.Amount(row.AmountSlipped), Plain.Count(row.PullIns), Rate(row));
        }

        console.Write(table);
        if (answer.Total.MostPushed.Count > 0)
        {
            console.MarkupLine("Pushed most often over their lives:");
            foreach (var deal in answer.Total.MostPushed)
            {
                console.MarkupLine($"  {Plain.Times(deal.Times)}  {Plain.Named(deal.Id, deal.Name)}");
            }
        }

        Notices.Write(console, answer.Unconverted);
        console.WriteLine();
    }

    private static string Days(decimal days) => days.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Rate(SlipRow row) => row.SlipRate is { } rate ? rate.ToString("0.0%", CultureInfo.InvariantCulture) : "";
}
