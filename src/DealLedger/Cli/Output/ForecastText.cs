using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Server.Pages;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>A forecast for people.</summary>
internal static class ForecastText
{
    private const int BarWidth = 30;

    public static void Write(IAnsiConsole console, ForecastAnswer answer)
    {
        console.MarkupLine($"[bold]Forecast for {Plain.Cell(answer.Period.Id)}[/] as of {Plain.Instant(answer.AsOf)}, in {Plain.Cell(answer.Currency)}"
            + (answer.Rollup == Rollup.Cumulative ? ", each category with all that are surer" : ""));
        Notices.Write(console, answer.Notes, answer.KnownAt);
        WriteCategories(console, answer.Total);
        if (answer.Rows is { Count: > 0 } rows)
        {
            WriteRows(console, rows, answer.Total);
        }

        CallText.Write(console, answer);
        if (answer.Total.Weighted != 0)
        {
            console.MarkupLine($"Open pipeline weighted by probability: {Plain.Amount(decimal.Round(answer.Total.Weighted, 2))}.");
        }

        Notices.Write(console, answer.Unconverted);

        console.WriteLine();
    }

    private static void WriteCategories(IAnsiConsole console, ForecastRow total)
    {
        var cells = new (string Name, Cell Cell)[]
        {
            ("Closed", total.Closed), ("Commit", total.Commit), ("Most likely", total.MostLikely), ("Best case", total.BestCase),
            ("Pipeline", total.Pipeline), ("Open pipeline", total.OpenPipeline), ("Omitted", total.Omitted), ("  of it lost", total.Lost),
        };
        var largest = cells.Max(c => c.Cell.Amount);
        var table = Tables.New("Category", "Amount>", "Deals>", "Without amount>", "");
        foreach (var (name, cell) in cells)
        {
            table.AddRow(
                name, Plain.Amount(cell.Amount), Plain.Count(cell.Count), cell.WithoutAmount == 0 ? "" : Plain.Count(cell.WithoutAmount),
                $"[blue]{Bars.Share(cell.Amount, largest, BarWidth)}[/]");
        }

        console.Write(table);
    }

    private static void WriteRows(IAnsiConsole console, IReadOnlyList<ForecastRow> rows, ForecastRow total)
    {
        var table = Tables.New("", "Closed>", "Commit>", "Most likely>", "Best case>", "Pipeline>", "Omitted>", "Open pipeline>");
        foreach (var (row, level) in TeamTree.Order(rows, r => r.Key, r => r.Parent).Append((total, 0)))
        {
            table.AddRow(
                ReferenceEquals(row, total) ? "Total" : TeamTree.Indented(Plain.NameOr(row.Key, row.Name), level), Plain.Amount(row.Closed.Amount), Plain.Amount(row.Commit.Amount),
                Plain.Amount(row.MostLikely.Amount), Plain.Amount(row.BestCase.Amount), Plain.Amount(row.Pipeline.Amount), Plain.Amount(row.Omitted.Amount),
                Plain.Amount(row.OpenPipeline.Amount));
        }

        console.Write(table);
    }
}
