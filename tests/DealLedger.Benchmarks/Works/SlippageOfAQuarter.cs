using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Benchmarks.Works;

/// <summary>
/// Who pushed and slipped what in a quarter's last 59 days, by owner, beside the pushes that the sixty snapshots of them show: fewer than there
/// were, for a snapshot sees one a day at the most, and without the slip rate.
/// </summary>
internal sealed class SlippageOfAQuarter : IWork
{
    private static readonly SlippageQuestion Question = new(
        SnapshotTable.EndOf(SnapshotTable.FirstDay), SnapshotTable.EndOf(SnapshotTable.LastDay), ForecastAsOf.Quarter("2025-Q2"), new KnownAt.Now(), GroupBy.Owner);

    public IReadOnlyList<string> Names => ["slippage of a quarter, by owner", "slippage of a quarter, by owner, p95"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var company = bench.Small;
        var (ledger, snapshots) = (await company.LedgerAsync(cancellation), await company.SnapshotsAsync(cancellation));
        var answer = await AskAsync(ledger, cancellation);
        company.Naive.Check(Question, answer);
        var seen = await snapshots.PushesAsync(cancellation);
        if (seen > answer.Total.Pushes || seen < answer.Total.Pushes / 2)
        {
            throw new InvalidOperationException($"The yardstick sees {seen} pushes, the ledger {answer.Total.Pushes}.");
        }

        var (ours, theirs) = await Asked.InTurnsAsync(
            bench.Options.Rounds, new Ask(5, _ => AskAsync(ledger, cancellation)), new Ask(1, _ => snapshots.PushesAsync(cancellation)));
        return
        [
            Measurement.Time(Names[0], company.Scale, ours.Median, "scan of 60 snapshot days", theirs.Median).RatioAtLeast(20),
            Measurement.Figure(Names[1], company.Scale, "ms", ours.Tail),
        ];
    }

    private static Task<SlippageAnswer> AskAsync(MeasuredLedger ledger, CancellationToken cancellation) =>
        ledger.Answers.SlippageAsync(MeasuredLedger.Tenant, Question, Consistency.Strong, cancellation);
}
