using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Waterfall;
using DealLedger.Server.Pages;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>A comparison of two instants for people: a waterfall, its groups and its deals.</summary>
internal static class ChangesText
{
    private const int BarWidth = 40;

    public static void Write(IAnsiConsole console, ChangesAnswer answer, IReadOnlyDictionary<string, string> people)
    {
        console.MarkupLine(
            $"[bold]What changed in {Plain.Cell(answer.Period.Id)}[/] from {Plain.Instant(answer.From)} to {Plain.Instant(answer.To)}, in {Plain.Cell(answer.Currency)}"
            + (answer.Mode == WaterfallMode.Path ? ", every change on its own" : ""));
        Notices.Write(console, answer.Notes, answer.KnownAt);
        WriteWaterfall(console, answer);
        if (answer.Rows is { Count: > 0 } rows)
        {
            WriteRows(console, rows);
        }

        WriteDeals(console, answer, people);
        Notices.Write(console, answer.UnconvertedAtStart, " of the start");
        Notices.Write(console, answer.Unconverted, " of the end");
        console.WriteLine();
    }

    private static void WriteWaterfall(IAnsiConsole console, ChangesAnswer answer)
    {
        var levels = new List<decimal> { 0, answer.Start.Amount };
        foreach (var movement in answer.Movements)
        {
            levels.Add(levels[^1] + movement.Amount);
        }

        var (lowest, highest) = (levels.Min(), levels.Max());
        var table = Tables.New("Open pipeline", "Deals>", "Amount>", "");
        table.AddRow("At the start", Plain.Count(answer.Start.Count), Plain.Amount(answer.Start.Amount), Bar(0, answer.Start.Amount, "blue"));
        for (var i = 0; i < answer.Movements.Count; i++)
        {
            var movement = answer.Movements[i];
            table.AddRow(
                movement.Kind.Label(), Plain.Count(movement.Deals), Plain.Signed(movement.Amount),
                Bar(levels[i + 1], levels[i + 2], movement.Amount < 0 ? "red" : "green"));
        }

        table.AddRow("At the end", Plain.Count(answer.End.Count), Plain.Amount(answer.End.Amount), Bar(0, answer.End.Amount, "blue"));
        console.Write(table);

        string Bar(decimal from, decimal to, string colour) => $"[{colour}]{Bars.Step(from, to, lowest, highest, BarWidth)}[/]";
    }

    private static void WriteRows(IAnsiConsole console, IReadOnlyList<WaterfallRow> rows)
    {
        var table = Tables.New("", "Start>", "End>", "Why");
        foreach (var (row, level) in TeamTree.Order(rows, r => r.Key, r => r.Parent))
        {
            table.AddRow(
                TeamTree.Indented(Plain.NameOr(row.Key, row.Name), level), Plain.Amount(row.Start.Amount), Plain.Amount(row.End.Amount),
                string.Join(", ", row.Movements.Select(m => $"{m.Kind.Label().ToLowerInvariant()} {Plain.Signed(m.Amount)}")));
        }

        console.Write(table);
    }

    private static void WriteDeals(IAnsiConsole console, ChangesAnswer answer, IReadOnlyDictionary<string, string> people)
    {
        if (answer.Deals.Count == 0)
        {
            console.MarkupLine("No deal moved.");
            return;
        }

        var table = Tables.New("Deal", "Id|", "Owner", "Start>", "End>", "Why");
        foreach (var deal in answer.Deals)
        {
            table.AddRow(
                Plain.Cell(deal.Name), Plain.Cell(deal.Id), Plain.NameOr(deal.Owner, people.GetValueOrDefault(deal.Owner)),
                Plain.Amount(deal.Start), Plain.Amount(deal.End), Why(deal));
        }

        console.Write(table);
        if (answer.DealsTotal > answer.Deals.Count)
        {
            var which = answer.Kind is { } kind ? $" that are {kind.Label().ToLowerInvariant()}" : "";
            var next = answer.Next is { } after ? $" The next ones: --after {Plain.Cell(after)}" : "";
            console.MarkupLine($"{Plain.Count(answer.Deals.Count)} of {Plain.Count(answer.DealsTotal)} deals{which}, the largest movement first.{next}");
        }
    }

    private static string Why(ChangedDeal deal)
    {
        var movements = string.Join(", ", deal.Movements.Select(m => $"{m.Kind.Label().ToLowerInvariant()} {Plain.Signed(m.Amount)}"));
        return deal.RoundTrip ? $"{movements}{(movements.Length > 0 ? ", " : "")}more in between (--mode path)" : movements;
    }
}
