using DealLedger.Benchmarks.Data;
using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Ledger;
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
        var (company, rounds) = (bench.Small, bench.Options.Rounds);
        var ledger = await company.LedgerAsync(cancellation);
        var (raw, _) = await company.RawAsync(cancellation);
        var rows = new AppendPlan(company.History);
        // No deal twice in a round: whoever comes second would be told so.
        var one = Math.Min(bench.Options.Quick ? 500 : 1_000, bench.Options.Deals);
        var many = Math.Min(bench.Options.Quick ? 4_000 : 8_000, bench.Options.Deals);

        var (alone, rawAlone) = await Samples.InTurnsAsync(
            rounds, _ => AppendAsync(ledger.Store, company.Ahead.Take(one), callers: 1, cancellation),
            _ => RawAsync(raw, rows.TakeRaw(one), connections: 1, cancellation));
        var (waiting, rawWaiting) = await Samples.InTurnsAsync(
            rounds, _ => AppendAsync(ledger.Store, company.Ahead.Take(many), Callers, cancellation),
            _ => RawAsync(raw, rows.TakeRaw(many), Connections, cancellation));
        var (deciding, rawDeciding) = await Samples.InTurnsAsync(
            rounds, round => RecordAsync(ledger.Commands, company.History, round, many, cancellation),
            _ => RawAsync(raw, rows.TakeRaw(many), Connections, cancellation));
        return
        [
            Measurement.Rate(Names[0], company.Scale, "events/s", alone, "raw, 1 connection", rawAlone).RatioAtLeast(0.6),
            Measurement.Rate(Names[1], company.Scale, "events/s", waiting, "raw, 8 connections", rawWaiting),
            Measurement.Rate(Names[2], company.Scale, "events/s", deciding, "raw, 8 connections", rawDeciding).RatioAtLeast(1.3),
        ];
    }

    private static Task<double> AppendAsync(LedgerStore store, List<StreamAppend> appends, int callers, CancellationToken cancellation) =>
        Samples.RateAsync(appends.Count, () => InParallelAsync(callers, appends.Count, i => store.AppendAsync(MeasuredLedger.Tenant, appends[i], cancellation)));

    private static Task<double> RecordAsync(CommandHandler commands, MadeUpHistory history, int round, int count, CancellationToken cancellation) =>
        Samples.RateAsync(count, () => InParallelAsync(Callers, count, i => commands.RecordAsync(
            MeasuredLedger.Tenant, MadeUpHistory.Deal(history.Deals[((round * count) + i) % history.Deals.Count]),
            new ChangeAmount(1_000_000m + (round * count) + i), new CommandOrigin(Staff.Rep(0)), cancellation)));

    private static Task<double> RawAsync(RawLog raw, List<RawRow> rows, int connections, CancellationToken cancellation)
    {
        var shares = rows.Chunk((rows.Count + connections - 1) / connections).ToList();
        return Samples.RateAsync(rows.Count, () => Task.WhenAll(shares.Select(share => raw.AppendAsync(share, cancellation))));
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
