using DealLedger.Benchmarks.Data;
using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Naive;
using DealLedger.Postgres;

namespace DealLedger.Benchmarks.Works;

/// <summary>
/// The forecast of a quarter as of a past day by owner: beside that day of the snapshot table and a fold of the whole log, and in the large
/// company beside the small one.
/// </summary>
internal sealed class ForecastAsOf : IWork
{
    private const int Asks = 40;

    private static readonly Period[] Quarters = [Quarter("2025-Q2"), Quarter("2025-Q3")];

    public IReadOnlyList<string> Names =>
    [
        "forecast as of, by owner", "forecast as of, by owner, beside a fold", "forecast as of, by owner, p95", "forecast as of, by owner, beside the small company",
    ];

    public static Period Quarter(string id) =>
        new FiscalCalendar().TryParse(id, out var period) ? period : throw new ArgumentException($"'{id}' is no period.", nameof(id));

    /// <summary>The forecast of one of two quarters as of one of many days, by owner.</summary>
    public static ForecastQuestion Question(int number) => new(Quarters[number % 2], SnapshotTable.EndOf(Day(number)), new KnownAt.Now(), GroupBy.Owner);

    /// <summary>Asks that of a ledger.</summary>
    public static Task<ForecastAnswer> AskAsync(MeasuredLedger ledger, int number, CancellationToken cancellation) =>
        ledger.Answers.ForecastAsync(MeasuredLedger.Tenant, Question(number), Consistency.Strong, cancellation);

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var small = bench.Small;
        var (ledger, snapshots) = (await small.LedgerAsync(cancellation), await small.SnapshotsAsync(cancellation));
        await CheckAsync(small, cancellation);
        await CheckYardsticksAsync(ledger, snapshots, cancellation);
        var ask = new Ask(Asks, number => AskAsync(ledger, number, cancellation));
        var (ours, theirs) = await Asked.InTurnsAsync(
            bench.Options.Rounds, ask, new Ask(10, number => snapshots.ForecastAsync(Day(number), Quarters[number % 2], cancellation)));
        var (again, folds) = await Asked.InTurnsAsync(
            bench.Options.Rounds, ask, new Ask(1, number => LogFold.ForecastAsync(ledger.Database.Owner, Question(number), cancellation)));
        var lines = new List<Measurement>
        {
            Measurement.Time(Names[0], small.Scale, ours.Median, "daily snapshots, that day", theirs.Median).RatioAtLeast(1),
            Measurement.Time(Names[1], small.Scale, again.Median, "fold of the whole log", folds.Median).RatioAtLeast(200),
            Measurement.Figure(Names[2], small.Scale, "ms", ours.Tail).AtMost(8),
        };
        if (bench.Large is { } large)
        {
            var largeLedger = await large.LedgerAsync(cancellation);
            await CheckAsync(large, cancellation);
            var (much, little) = await Asked.InTurnsAsync(bench.Options.Rounds, new Ask(Asks, number => AskAsync(largeLedger, number, cancellation)), ask);
            lines.Add(Measurement.Growth(Names[3], large.Scale, "ms", much.Median, small.Scale, little.Median).RatioAtMost(3));
            lines.Add(Measurement.Figure(Names[2], large.Scale, "ms", much.Tail).AtMost(30));
        }

        return lines;
    }

    private static async Task CheckAsync(Company company, CancellationToken cancellation) =>
        company.Naive.Check(Question(0), await AskAsync(await company.LedgerAsync(cancellation), 0, cancellation));

    private static async Task CheckYardsticksAsync(MeasuredLedger ledger, SnapshotTable snapshots, CancellationToken cancellation)
    {
        var answer = await AskAsync(ledger, 0, cancellation);
        Yardstick.Agree("open pipeline", answer.Total.OpenPipeline.Amount, await snapshots.ForecastAsync(Day(0), Quarters[0], cancellation));
        var fold = await LogFold.ForecastAsync(ledger.Database.Owner, Question(0), cancellation);
        NaiveAnswers.Same(
            "forecast by a fold", AnswerText.Lines(fold.Total, fold.Rows, fold.Unconverted), AnswerText.Lines(answer.Total, answer.Rows, answer.Unconverted));
    }

    private static DateOnly Day(int number) => SnapshotTable.FirstDay.AddDays(number * 7 % SnapshotTable.Days);
}
