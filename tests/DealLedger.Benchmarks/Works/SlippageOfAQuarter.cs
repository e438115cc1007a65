using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Benchmarks.Works;

/// <summary>
/// Who pushed and slipped what in a quarter, by owner, beside the pushes that sixty days of snapshots show: fewer than there were, for a
/// snapshot sees one a day at the most, and without the slip rate.
/// </summary>
internal sealed class SlippageOfAQuarter() : Query("slippage of a quarter, by owner", "scan of 60 snapshot days")
{
    private static readonly Period Quarter = ForecastAsOf.Quarter("2025-Q2");

    protected override int Asked => 20;

    protected override int YardstickRuns => 1;

    protected override async Task CheckAsync(Workbench bench, CancellationToken cancellation)
    {
        var answer = await bench.Answers.SlippageAsync(Workbench.Tenant, Question, Consistency.Strong, cancellation);
        bench.Naive.Check(Question, answer);
    }

    protected override Task AskAsync(Workbench bench, int number, CancellationToken cancellation) =>
        bench.Answers.SlippageAsync(Workbench.Tenant, Question, Consistency.Strong, cancellation);

    protected override async Task YardstickAsync(Workbench bench, int number, CancellationToken cancellation)
    {
        var snapshots = await bench.SnapshotsAsync(cancellation);
        await snapshots.PushesAsync(cancellation);
    }

    private static SlippageQuestion Question { get; } = new(
        SnapshotTable.EndOf(Quarter.Start.AddDays(-1)), SnapshotTable.EndOf(Quarter.End), Quarter, new KnownAt.Now(), GroupBy.Owner);
}
