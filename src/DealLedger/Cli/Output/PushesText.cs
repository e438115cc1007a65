using DealLedger.Core.Answers;
using DealLedger.Core.Slippage;
using DealLedger.Server.Pages;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Pushes by rep and week, and the paths of dates, for people.</summary>
internal static class PushesText
{
    // As many as a line has room for.
    private const int MostWeeks = 8;

    public static void Write(IAnsiConsole console, PushesAnswer answer)
    {
        console.MarkupLine(
            $"[bold]{Plain.Count(answer.Pushes)} {(answer.Pushes == 1 ? "push" : "pushes")}{(answer.Period is { } period ? $" in {Plain.Cell(period.Id)}" : "")}[/] from "
            + $"{Plain.Instant(answer.From)} to {Plain.Instant(answer.To)}{(answer.Partial ? "; the window has not ended yet" : "")}");
        Notices.Write(console, answer.Notes, answer.KnownAt);
        var weeks = answer.Weeks.TakeLast(MostWeeks).ToList();
        var table = Tables.New(["", "Pushes>", .. weeks.Select(w => w.Week + ">")]);
        foreach (var row in answer.Rows)
        {
            table.AddRow([Plain.NameOr(row.Key, row.Name), Plain.Count(row.Pushes), .. row.Weeks.TakeLast(MostWeeks).Select(Plain.Count)]);
        }

        table.AddRow(["Total", Plain.Count(answer.Pushes), .. weeks.Select(w => Plain.Count(w.Pushes))]);
        console.Write(table);
        if (answer.RepsTotal > answer.Rows.Count)
        {
            console.MarkupLine($"{Plain.Count(answer.Rows.Count)} of {Plain.Count(answer.RepsTotal)} reps, the most pushes first.");
        }

        foreach (var deal in answer.Deals)
        {
            console.MarkupLine($"{Plain.Named(deal.Id, deal.Name)}, pushed {(deal.TimesPushed == 0 ? "never" : Plain.Times(deal.TimesPushed))}:");
            console.MarkupLine($"  {Day(deal.First)}{string.Concat(deal.Path.Select(Step))}");
        }

        if (answer.Next is { } next)
        {
            console.MarkupLine($"{Plain.Count(answer.Deals.Count)} of {Plain.Count(answer.DealsTotal)} deals, the most often pushed first. The next ones: --after {Plain.Cell(next)}");
        }

        console.WriteLine();
    }

    private static string Step(CloseDateStep step) =>
        $" → {Day(step.To)}{(step.Days is { } days ? $" ({Plain.Signed(days)} on {Shown.Day(step.At)})" : "")}";

    private static string Day(DateOnly? day) => day is { } date ? Shown.Day(date) : "no date";
}
