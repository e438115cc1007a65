using DealLedger.Core.Comparing;
using DealLedger.Core.Replay;
using DealLedger.Core.Waterfall;
using DealLedger.Server.Pages;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>A period week by week, for people and as rows.</summary>
internal static class ReplayText
{
    private static readonly MovementKind[] Kinds = Enum.GetValues<MovementKind>();

    public static void Write(IAnsiConsole console, ReplayAnswer answer)
    {
        console.MarkupLine(
            $"[bold]{Plain.Cell(answer.Period.Id)} week by week[/] up to {Plain.Instant(answer.To)}, in {Plain.Cell(answer.Currency)}: "
            + $"{Plain.Amount(answer.Result.Amount)} closed{(answer.Partial ? " so far" : "")}");
        Notices.Write(console, answer.Notes, answer.KnownAt);
        var table = Tables.New("Week|", "Closed>", "Commit>", "Most likely>", "Best case>", "Pipeline>", "Closed + Commit>", "To the result>");
        table.AddRow(Cells("start", answer.Start, answer.Start.Closed.Amount + answer.Start.Commit.Amount - answer.Result.Amount));
        foreach (var week in answer.Weeks)
        {
            table.AddRow(Cells(week.Week, week.Forecast, week.Distance));
        }

        console.Write(table);
        var movements = Tables.New("Week|", "Movements of the open pipeline");
        foreach (var week in answer.Weeks)
        {
            movements.AddRow(week.Week, string.Join(", ", week.Movements.Select(m => $"{m.Kind.Label()} {Plain.Signed(m.Amount)}")));
        }

        console.Write(movements);
        Notices.Write(console, answer.Weeks is [.., var last] ? last.Unconverted : [], " of the last week");
        console.WriteLine();
    }

    /// <summary>One row a week, one column a kind of movement.</summary>
    public static void WriteRows(TextWriter writer, ReplayAnswer answer)
    {
        var csv = CsvTable.WithHeader(
            writer,
            [
                "week", "from", "asOf", "closed", "commit", "mostLikely", "bestCase", "pipeline", "omitted", "lost", "openPipeline", "distance",
                .. Kinds.Select(k => k.Word()),
            ]);
        foreach (var week in answer.Weeks)
        {
            var cells = week.Forecast;
            csv.Text(week.Week).Instant(week.From).Instant(week.AsOf).Number(cells.Closed.Amount).Number(cells.Commit.Amount).Number(cells.MostLikely.Amount)
                .Number(cells.BestCase.Amount).Number(cells.Pipeline.Amount).Number(cells.Omitted.Amount).Number(cells.Lost.Amount).Number(cells.OpenPipeline.Amount)
                .Number(week.Distance);
            foreach (var kind in Kinds)
            {
                csv.Number(week.Movements.FirstOrDefault(m => m.Kind == kind)?.Amount);
            }

            csv.EndRow();
        }
    }

    private static string[] Cells(string week, ForecastCells cells, decimal distance) =>
    [
        week, Plain.Amount(cells.Closed.Amount), Plain.Amount(cells.Commit.Amount), Plain.Amount(cells.MostLikely.Amount), Plain.Amount(cells.BestCase.Amount),
        Plain.Amount(cells.Pipeline.Amount), Plain.Amount(cells.Closed.Amount + cells.Commit.Amount), Plain.Signed(distance),
    ];
}
