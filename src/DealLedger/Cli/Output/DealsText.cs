using System.Globalization;
using DealLedger.Core.Answers;
using DealLedger.Server.Pages;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>The deals that a cell of a forecast counts, for people.</summary>
internal static class DealsText
{
    public static void Write(IAnsiConsole console, DealsAnswer answer, IReadOnlyDictionary<string, string> people)
    {
        var (total, row) = (answer.Total, answer.Key is { } key ? $", {Plain.Cell(key)}" : "");
        console.MarkupLine(
            $"[bold]{answer.Column.Label()} of {Plain.Cell(answer.Period.Id)}[/] as of {Plain.Instant(answer.AsOf)}{row}: "
            + $"{Plain.Amount(total.Amount)} {Plain.Cell(answer.Currency)} in {Plain.Count(total.Count)} {(total.Count == 1 ? "deal" : "deals")}, "
            + $"{Plain.Count(total.WithoutAmount)} without an amount");
        Notices.Write(console, answer.Notes, answer.KnownAt);
        var table = Tables.New("Deal", "Id|", "Owner", "Stage", "Category", "Closes", "Amount>");
        foreach (var deal in answer.Deals)
        {
            table.AddRow(
                Plain.Cell(deal.Name), Plain.Cell(deal.Id), Plain.NameOr(deal.Owner, people.GetValueOrDefault(deal.Owner ?? "")), Plain.Cell(deal.Stage),
                Plain.Cell(deal.Outcome == "open" ? deal.Category : deal.Outcome), deal.CloseDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
                deal.Value is { } value ? Plain.Amount(value) : deal.Amount is { } amount ? $"{Plain.Amount(amount)} {Plain.Cell(deal.Currency)}" : "none");
        }

        console.Write(table);
        if (total.Count > answer.Deals.Count)
        {
            var next = answer.Next is { } after ? $" The next ones: --after {Plain.Cell(after)}" : "";
            console.MarkupLine($"{Plain.Count(answer.Deals.Count)} of {Plain.Count(total.Count)} deals, the largest first.{next}");
        }

        Notices.Write(console, answer.Unconverted, "");
        console.WriteLine();
    }
}
