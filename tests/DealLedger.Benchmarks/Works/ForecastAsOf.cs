using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Benchmarks.Works;

/// <summary>The forecast of a quarter as of a past day by owner, beside that day of the snapshot table.</summary>
internal sealed class ForecastAsOf() : Query("forecast as of, by owner", "daily snapshots, that day")
{
    private static readonly Period[] Quarters = [Quarter("2025-Q2"), Quarter("2025-Q3")];

    public static Period Quarter(string id) => new FiscalCalendar().TryParse(id, out var period) ? period : throw new ArgumentException($"'{id}' is no period.", nameof(id));

    protected override async Task CheckAsync(Workbench bench, CancellationToken cancellation)
    {
        var question = Question(0);
        var answer = await bench.Answers.ForecastAsync(Workbench.Tenant, question, Consistency.Strong, cancellation);
        bench.Naive.Check(question, answer);
        var snapshots = await bench.SnapshotsAsync(cancellation);
        Agree("open pipeline", answer.Total.OpenPipeline.Amount, await snapshots.ForecastAsync(Day(0), question.Period, cancellation));
    }

    protected override Task AskAsync(Workbench bench, int number, CancellationToken cancellation) =>
        bench.Answers.ForecastAsync(Workbench.Tenant, Question(number), Consistency.Strong, cancellation);

    protected override async Task YardstickAsync(Workbench bench, int number, CancellationToken cancellation)
    {
        var snapshots = await bench.SnapshotsAsync(cancellation);
        await snapshots.ForecastAsync(Day(number), Quarters[number % 2], cancellation);
    }

    private static ForecastQuestion Question(int number) => new(Quarters[number % 2], SnapshotTable.EndOf(Day(number)), new KnownAt.Now(), GroupBy.Owner);

    private static DateOnly Day(int number) => SnapshotTable.FirstDay.AddDays(number * 7 % SnapshotTable.Days);
}
