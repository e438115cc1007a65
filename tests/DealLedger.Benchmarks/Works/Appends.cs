using DealLedger.Benchmarks.Data;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Postgres;

namespace DealLedger.Benchmarks.Works;

/// <summary>
/// One event at a time through the ledger: by one session, by 64 that wait, and by 64 that load the deal and decide before. Beside them
/// the one statement that updates the stream and inserts the event, prepared, on one connection and on eight.
/// </summary>
internal sealed class Appends : IWork
{
    private const int Callers = 64;
    private const int Connections = 8;

    public IReadOnlyList<string> Names => ["append, one session", "append, 64 callers", "record, 64 callers"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        await bench.LoadAsync(cancellation);
        var (ours, raw) = (AppendPlan.For(bench), AppendPlan.For(bench));
        var one = Math.Min(bench.Options.Quick ? 500 : 1_000, bench.Options.Deals);
        // No deal twice in a round: whoever comes second would be told so.
        var many = Math.Min(bench.Options.Quick ? 4_000 : 8_000, bench.Options.Deals);

        var (alone, rawAlone) = await Samples.AlternateAsync(
            bench.Options.Rounds,
            _ => AppendAsync(bench.Store, ours.Take(one), callers: 1, cancellation),
            _ => RawAsync(bench, raw, one, connections: 1, cancellation));
        var (waiting, rawWaiting) = await Samples.AlternateAsync(
            bench.Options.Rounds,
            _ => AppendAsync(bench.Store, ours.Take(many), Callers, cancellation),
            _ => RawAsync(bench, raw, many, Connections, cancellation));

        var amount = 0;
        var (deciding, rawDeciding) = await Samples.AlternateAsync(
            bench.Options.Rounds,
            round => Samples.RateAsync(many, () => InParallelAsync(Callers, many, i => bench.Commands.RecordAsync(
                Workbench.Tenant, MadeUpHistory.Deal(((round * many) + i) % bench.History.Deals), new ChangeAmount(1_000_000m + Interlocked.Increment(ref amount)),
                new CommandOrigin(MadeUpHistory.Rep(0)), cancellation))),
            _ => RawAsync(bench, raw, many, Connections, cancellation));

        return
        [
            Measurement.Rate(Names[0], bench.Scale, "events/s", new Samples(alone), "raw, 1 connection", new Samples(rawAlone)),
            Measurement.Rate(Names[1], bench.Scale, "events/s", new Samples(waiting), "raw, 8 connections", new Samples(rawWaiting)),
            Measurement.Rate(Names[2], bench.Scale, "events/s", new Samples(deciding), "raw, 8 connections", new Samples(rawDeciding)),
        ];
    }

    private static Task<double> AppendAsync(LedgerStore store, List<Core.Ledger.StreamAppend> appends, int callers, CancellationToken cancellation) =>
        Samples.RateAsync(appends.Count, () => InParallelAsync(callers, appends.Count, i => store.AppendAsync(Workbench.Tenant, appends[i], cancellation)));

    private static Task<double> RawAsync(Workbench bench, AppendPlan plan, int count, int connections, CancellationToken cancellation)
    {
        var shares = plan.TakeRaw(count).Chunk((count + connections - 1) / connections).ToList();
        return Samples.RateAsync(count, () => Task.WhenAll(shares.Select(share => bench.Raw.AppendAsync(share, cancellation))));
    }

    // Every caller waits for its own before it takes the next.
    private static Task InParallelAsync(int callers, int count, Func<int, Task> call)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                await call(i);
            }
        }));
    }
}
