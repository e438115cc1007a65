using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Replay;
using DealLedger.Core.Slippage;
using DealLedger.Core.Transitions;
using DealLedger.Core.Waterfall;

namespace DealLedger.Naive;

/// <summary>Answers of the product in the same lines of text as those of the naive model.</summary>
public static class AnswerText
{
    /// <summary>A forecast.</summary>
    public static List<string> Lines(ForecastRow total, IEnumerable<ForecastRow>? rows, IEnumerable<Unconverted> unconverted) =>
    [
        Line(total),
        .. (rows ?? []).Select(r => "row " + Line(r)),
        .. unconverted.Select(u => $"unconverted {u.Currency} {NaiveText.Number(u.Amount)}/{u.Count}"),
    ];

    /// <summary>A waterfall.</summary>
    public static List<string> Lines(ChangesAnswer answer) =>
        Lines(new WaterfallRow("total", "Total", answer.Start, answer.End, answer.Movements), answer.Rows, answer.UnconvertedAtStart, answer.Unconverted);

    /// <summary>A waterfall.</summary>
    public static List<string> Lines(
        WaterfallRow total, IEnumerable<WaterfallRow>? rows, IEnumerable<Unconverted> unconvertedAtStart, IEnumerable<Unconverted> unconverted) =>
    [
        Line(total),
        .. (rows ?? []).Select(r => "row " + Line(r)),
        .. unconvertedAtStart.Select(u => $"unconverted at start {u.Currency} {NaiveText.Number(u.Amount)}/{u.Count}"),
        .. unconverted.Select(u => $"unconverted {u.Currency} {NaiveText.Number(u.Amount)}/{u.Count}"),
    ];

    /// <summary>A slippage answer without the rows that have nothing in them.</summary>
    public static List<string> Lines(SlipRow total, IEnumerable<SlipRow>? rows) =>
        [Line(total), .. (rows ?? []).Where(r => r.Pushes > 0 || r.PullIns > 0 || r.BasisAmount != 0).Select(r => "row " + Line(r))];

    /// <summary>The pushes of a window, those of every week that has any.</summary>
    public static List<string> Lines(PushesAnswer answer) =>
    [
        $"{answer.Pushes} pushes",
        .. answer.Weeks.Where(w => w.Pushes > 0).Select(w => $"week {w.Week}: {w.Pushes}"),
        .. answer.Rows.Select(r => NaivePushes.Row(r.Key, r.Pushes, answer.Weeks.Zip(r.Weeks, (w, pushes) => (w.Week, pushes)).Where(w => w.pushes > 0))),
        .. answer.Deals.Select(Line),
    ];

    /// <summary>A deal whose close date moved.</summary>
    public static string Line(CloseDatePath deal) => NaivePushes.Deal(
        deal.Id, deal.Name, deal.Owner, deal.Outcome, deal.TimesPushed, deal.First, deal.Closes,
        deal.Path.Select(s => NaivePushes.Step(s.At, s.Position, s.By, s.From, s.To, s.Days, s.Slip, s.Counted, s.Amount)));
    /// <summary>Transitions.</summary>
    public static List<string> Lines(IEnumerable<Transition> transitions) =>
        [.. transitions.Select(t => NaiveTransitions.Line(Place(t.Was), Place(t.Is), t.Deals, Text(t.Start), Text(t.End)))];

    /// <summary>A week of a replay as its forecast and its movements are told, without what no week holds.</summary>
    public static List<string> Lines(ReplayWeek week) =>
        [Cells(Line(week.Forecast.Row("total", "Total"))), Movements(week.Movements), .. week.Unconverted.Select(u => $"unconverted {u.Currency} {NaiveText.Number(u.Amount)}/{u.Count}")];

    /// <summary>The same of the forecast as of its last instant, and of the changes in it.</summary>
    public static List<string> Week(IEnumerable<string> forecast, IEnumerable<MovementSum> movements) =>
        [Cells(forecast.First()), Movements(movements), .. forecast.Where(line => line.StartsWith("unconverted", StringComparison.Ordinal))];

    /// <summary>A deal of a waterfall.</summary>
    public static string Line(ChangedDeal deal) => NaiveWaterfall.Line(
        deal.Id, deal.Name, deal.Owner, deal.Start, deal.End, deal.RoundTrip, deal.Movements.Select(m => (Kind(m.Kind), m.Amount)));

    /// <summary>The name of a kind of movement.</summary>
    public static string Kind(MovementKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    private static string Place(DealPlace place) => char.ToLowerInvariant(place.ToString()[0]) + place.ToString()[1..];

    private static string Cells(string forecast) => forecast[..forecast.IndexOf(", weighted", StringComparison.Ordinal)];

    private static string Movements(IEnumerable<MovementSum> movements) => string.Concat(movements.Select(m => $" {Kind(m.Kind)} {NaiveText.Number(m.Amount)} in {m.Deals}"));

    private static string Line(ForecastRow row) =>
        $"{row.Key}: closed {Text(row.Closed)}, commit {Text(row.Commit)}, mostLikely {Text(row.MostLikely)}, bestCase {Text(row.BestCase)}, "
        + $"pipeline {Text(row.Pipeline)}, omitted {Text(row.Omitted)}, lost {Text(row.Lost)}, openPipeline {Text(row.OpenPipeline)}, weighted {NaiveText.Number(row.Weighted)}";

    private static string Line(WaterfallRow row) =>
        $"{row.Key}: {Text(row.Start)} to {Text(row.End)}:{string.Concat(row.Movements.Select(m => $" {Kind(m.Kind)} {NaiveText.Number(m.Amount)} in {m.Deals}"))}";

    private static string Line(SlipRow row) => NaiveSlippage.Line(
        row.Key, row.Pushes, row.DealsPushed, row.AmountPushed, row.DaysPushed, row.AverageDays, row.MedianDays, row.Slips, row.DealsSlipped,
        row.AmountSlipped, row.MonthSlips, row.PullIns, row.AmountPulledIn, row.BasisAmount, row.SlippedAmount, row.SlipRate,
        row.MostPushed.Select(d => (d.Id, d.Times)));

    private static string Text(Cell cell) => $"{NaiveText.Number(cell.Amount)}/{cell.Count}/{cell.WithoutAmount}";
}
