using DealLedger.Core.Answers;
using DealLedger.Server.Pages;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>The call sheet for people, and as rows.</summary>
internal static class CallSheetText
{
    public static void Write(IAnsiConsole console, CallSheetAnswer answer)
    {
        console.MarkupLine(
            $"[bold]Call sheet of {Plain.Cell(answer.TeamName ?? answer.Team ?? "everyone")} for {Plain.Cell(answer.Period.Id)}[/] as of {Plain.Instant(answer.AsOf)}, "
            + $"the last call {Plain.Instant(answer.Since)}, in {Plain.Cell(answer.Currency)}");
        Notices.Write(console, answer.Notes, answer.KnownAt);
        foreach (var (title, part) in Parts(answer))
        {
            WriteFigures(console, title, part);
            var table = Tables.New("", "Deal", "Id|", "Why", "Amount>");
            foreach (var row in Rows(part))
            {
                table.AddRow(row.List, Plain.Cell(row.Name), Plain.Cell(row.Id), Plain.Cell(row.What), row.Amount is { } amount ? Plain.Amount(amount) : "none");
            }

            console.Write(table);
        }

        CallText.WriteStanding(console, answer.Total);
        Notices.Write(console, answer.Unconverted);
        console.MarkupLine($"[bold]Follow-ups[/]: {Plain.Count(answer.OpenFollowUpsTotal)} open, {Plain.Count(answer.ClosedFollowUpsTotal)} closed since the last call");
        if (answer.OpenFollowUps.Count + answer.ClosedFollowUps.Count > 0)
        {
            FollowUpText.Write(console, [.. answer.OpenFollowUps, .. answer.ClosedFollowUps]);
        }
    }

    /// <summary>The deals of the sheet as rows.</summary>
    public static void WriteRows(TextWriter writer, CallSheetAnswer answer)
    {
        var csv = CsvTable.WithHeader(writer, ["part", "list", "id", "name", "owner", "what", "amount"]);
        foreach (var (title, part) in Parts(answer))
        {
            foreach (var row in Rows(part))
            {
                csv.Text(title).Text(row.List).Text(row.Id).Text(row.Name).Text(row.Owner).Text(row.What).Number(row.Amount).EndRow();
            }
        }
    }

    private static void WriteFigures(IAnsiConsole console, string title, SheetPart part)
    {
        var table = Tables.New(title, "Deals>", "Now>", "Since the last call>");
        foreach (var (name, now, before) in part.Now.Beside(part.Before))
        {
            table.AddRow(name, Plain.Count(now.Count), Plain.Amount(now.Amount), Plain.Signed(now.Amount - before.Amount));
        }

        console.Write(table);
    }

    private static IEnumerable<(string Title, SheetPart Part)> Parts(CallSheetAnswer answer) => [("New and Expansion", answer.NewAndExpansion), ("Renewals", answer.Renewals)];

    private static IEnumerable<(string List, string Id, string Name, string? Owner, string What, decimal? Amount)> Rows(SheetPart part) =>
    [
        .. Changed("Won", part.Won), .. Changed("Lost", part.Lost), .. part.Open.Select(d => Listed("Open", d, d.Category)), .. Changed("Slipped", part.Slipped),
        .. Changed("Moved", part.Moved), .. part.Flagged.Deals.Select(d => Listed("Flagged", d.Deal, string.Join(", ", d.Flags))),
    ];

    private static IEnumerable<(string, string, string, string?, string, decimal?)> Changed(string list, SheetChanges changes) =>
        changes.Deals.Select(d => (
            list, d.Id, d.Name, (string?)d.Owner, string.Join(", ", d.Movements.Select(m => $"{m.Kind.Word()} {Plain.Signed(m.Amount)}")), (decimal?)(d.End - d.Start)));

    private static (string, string, string, string?, string, decimal?) Listed(string list, ListedDeal deal, string what) =>
        (list, deal.Id, deal.Name, deal.Owner, what, deal.Value);
}
