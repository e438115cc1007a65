using DealLedger.Core.Answers;
using DealLedger.Server.Pages;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Deals that were found, for people.</summary>
internal static class FindText
{
    public static void Write(IAnsiConsole console, FindAnswer answer)
    {
        var table = Tables.New("Deal", "Id|", "Account", "Owner", "Stage", "Closes", "Amount>");
        foreach (var deal in answer.Deals)
        {
            table.AddRow(
                Plain.Cell(deal.Name), Plain.Cell(deal.Id), Plain.NameOr(deal.Account, deal.AccountName), Plain.NameOr(deal.Owner, deal.OwnerName),
                Plain.Cell(deal.Stage), deal.CloseDate is { } day ? Shown.Day(day) : "",
                deal.Amount is { } amount ? $"{Plain.Amount(amount)} {Plain.Cell(deal.Currency)}" : "none");
        }

        console.Write(table);
        console.MarkupLine(answer.Deals.Count == 0 ? "No deal is called so, has such an id, or is of such an account."
            : answer.More ? "There are more; write more of the name." : $"{Plain.Count(answer.Deals.Count)} found.");
    }
}
