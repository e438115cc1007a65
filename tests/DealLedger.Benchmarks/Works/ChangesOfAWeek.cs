using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Benchmarks.Works;

/// <summary>What changed in a week by owner, beside a full join of snapshot days: of the two ends, or of each day with the next.</summary>
internal sealed class ChangesOfAWeek(WaterfallMode mode) : Query(
    mode == WaterfallMode.Net ? "changes of a week, net" : "changes of a week, path",
    mode == WaterfallMode.Net ? "full join of two snapshot days" : "full join of eight snapshot days")
{
    private static readonly Period Quarter = ForecastAsOf.Quarter("2025-Q3");

    protected override int YardstickRuns => mode == WaterfallMode.Net ? 5 : 2;

    protected override async Task CheckAsync(Workbench bench, CancellationToken cancellation)
    {
        var question = Question(0);
        var answer = await bench.Answers.ChangesAsync(Workbench.Tenant, question, Consistency.Strong, cancellation);
        bench.Naive.Check(question, answer);
        var snapshots = await bench.SnapshotsAsync(cancellation);
        Agree("pipeline at both ends", (answer.Start.Amount, answer.End.Amount), await snapshots.ChangesAsync(From(0), To(0), Quarter, mode == WaterfallMode.Path, cancellation));
    }

    protected override Task AskAsync(Workbench bench, int number, CancellationToken cancellation) =>
        bench.Answers.ChangesAsync(Workbench.Tenant, Question(number), Consistency.Strong, cancellation);

    protected override async Task YardstickAsync(Workbench bench, int number, CancellationToken cancellation)
    {
        var snapshots = await bench.SnapshotsAsync(cancellation);
        await snapshots.ChangesAsync(From(number), To(number), Quarter, mode == WaterfallMode.Path, cancellation);
    }

    private ChangesQuestion Question(int number) =>
        new(Quarter, SnapshotTable.EndOf(From(number)), SnapshotTable.EndOf(To(number)), new KnownAt.Now(), mode, GroupBy.Owner);

    private static DateOnly From(int number) => SnapshotTable.FirstDay.AddDays(number * 7 % (SnapshotTable.Days - 7));

    private static DateOnly To(int number) => From(number).AddDays(7);
}
