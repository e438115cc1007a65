using DealLedger.Core.Answers;
using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Server.Pages;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>What later knowledge changed in a forecast, for people.</summary>
internal static class RestatedText
{
    private static readonly (string Name, Func<ForecastRow, Cell> Of)[] Cells =
    [
        ("Closed", r => r.Closed), ("Commit", r => r.Commit), ("Most likely", r => r.MostLikely), ("Best case", r => r.BestCase), ("Pipeline", r => r.Pipeline),
        ("Open pipeline", r => r.OpenPipeline), ("Omitted", r => r.Omitted), ("  of it lost", r => r.Lost),
    ];

    public static void Write(IAnsiConsole console, RestatedAnswer answer)
    {
        console.MarkupLine(
            $"[bold]Forecast for {Plain.Cell(answer.Period.Id)}[/] as of {Plain.Instant(answer.AsOf)}, as known at {Known(answer.First)} and at {Known(answer.Second)}, "
            + $"in {Plain.Cell(answer.Currency)}" + (answer.Rollup == Rollup.Cumulative ? ", each category with all that are surer" : ""));
        Notices.Write(console, answer.Notes, answer.First.KnownAt);
        var table = Tables.New("Category", "First>", "Second>", "Difference>", "Deals>");
        foreach (var (name, of) in Cells)
        {
            var difference = of(answer.Difference.Total);
            table.AddRow(
                name, Plain.Amount(of(answer.First.Total).Amount), Plain.Amount(of(answer.Second.Total).Amount), Plain.Signed(difference.Amount),
                difference.Count == 0 ? "" : Plain.Signed(difference.Count));
        }

        console.Write(table);
        if (answer.Difference.Rows is { Count: > 0 } rows)
        {
            WriteRows(console, rows);
        }

        WriteDeals(console, answer);
        console.WriteLine();
    }

    private static string Known(RestatedView view) => $"{Plain.Cell(view.KnownAt)} (position {Plain.Count(view.Position)})";

    private static void WriteRows(IAnsiConsole console, IReadOnlyList<ForecastRow> rows)
    {
        var table = Tables.New("Difference", "Closed>", "Commit>", "Most likely>", "Best case>", "Pipeline>", "Omitted>", "Open pipeline>");
        foreach (var (row, level) in TeamTree.Order(rows, r => r.Key, r => r.Parent))
        {
            table.AddRow(
                TeamTree.Indented(Plain.NameOr(row.Key, row.Name), level), Plain.Signed(row.Closed.Amount), Plain.Signed(row.Commit.Amount),
                Plain.Signed(row.MostLikely.Amount), Plain.Signed(row.BestCase.Amount), Plain.Signed(row.Pipeline.Amount), Plain.Signed(row.Omitted.Amount),
                Plain.Signed(row.OpenPipeline.Amount));
        }

        console.Write(table);
    }

    private static void WriteDeals(IAnsiConsole console, RestatedAnswer answer)
    {
        if (answer.Deals.Count == 0)
        {
            console.MarkupLine("No deal counts differently.");
            return;
        }

        WriteDeals(console, answer.Deals, answer.DealsTotal, "First", "Second");
    }

    /// <summary>Deals that count differently, in two views with these names.</summary>
    internal static void WriteDeals(IAnsiConsole console, IReadOnlyList<ComparedDeal> deals, long total, string first, string second)
    {
        var table = Tables.New("Deal", "Id|", first, second, "Through");
        foreach (var deal in deals)
        {
            table.AddRow(Plain.Cell(deal.Name), Plain.Cell(deal.Id), State(deal.Before), State(deal.After), Plain.Cell(string.Join("; ", Through(deal))));
        }

        console.Write(table);
        if (total > deals.Count)
        {
            console.MarkupLine($"The {Plain.Count(deals.Count)} with the largest differences, of {Plain.Count(total)} deals.");
        }
    }

    private static string State(ComparedState? state) => state is null
        ? "unknown"
        : $"{(state.Column is null ? "not counted" : Plain.Cell(state.Outcome == "open" ? state.Category : state.Outcome))} {(state.Value is { } value ? Plain.Amount(value) : state.Amount is { } amount ? $"{Plain.Amount(amount)} {Plain.Cell(state.Currency)}" : "without amount")}";

    private static IEnumerable<string> Through(ComparedDeal deal) =>
        deal.Events.Select(e => $"@{e.Position} {e.Kind.Replace('-', ' ')} {(e.After is null ? "" : $"to {e.After} ")}by {e.By}, {Told(e.At, e.RecordedAt)}")
            .Concat(deal.Moves.Select(m => $"@{m.Position} {m.Person} came to report to {m.After ?? "nobody"}, {Told(m.At, m.RecordedAt)}"))
            .Concat(deal.Rates.Select(r => $"@{r.Position} one {r.Of} is {r.Rate.ToText()} {r.In}, from {Told(r.From, r.RecordedAt)}"));

    private static string Told(DateTimeOffset at, DateTimeOffset recordedAt) => $"{Plain.Instant(at)}, recorded {Plain.Instant(recordedAt)}";
}
