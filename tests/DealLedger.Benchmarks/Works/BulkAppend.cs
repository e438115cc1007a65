using DealLedger.Benchmarks.Data;
using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Ledger;

namespace DealLedger.Benchmarks.Works;

/// <summary>Prepared events through the ledger beside COPY of the same rows: whole deals as an import brings them, and slices of time.</summary>
internal sealed class BulkAppend : IWork
{
    public IReadOnlyList<string> Names => ["bulk append, whole deals", "bulk append, slices of time"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var (_, copied) = await bench.Small.RawAsync(cancellation);
        var history = MadeUpHistory.Of(bench.Options.Quick ? bench.Options.Deals / 4 : bench.Options.Deals);
        await using var ledger = await MeasuredLedger.CreateAsync(bench.Server, cancellation);
        var (bulk, copy) = await WholeDealsAsync(ledger, history, bench.Options.Rounds, cancellation);
        await ledger.RebuildAsync(cancellation);
        await ledger.VerifyAsync(cancellation);
        return
        [
            Measurement.Rate(Names[0], MeasuredLedger.Size(history.Deals.Count, history.Events), "events/s", bulk, "COPY in of the same rows", copy)
                .RatioAtLeast(0.8),
            Measurement.Rate(Names[1], bench.Small.Scale, "events/s", bench.Small.Loaded, "COPY in of the same rows", copied),
        ];
    }

    private static async Task<(Samples Bulk, Samples Copy)> WholeDealsAsync(MeasuredLedger ledger, MadeUpHistory history, int rounds, CancellationToken cancellation)
    {
        var last = await LeaveReadModelsBehindAsync(ledger, cancellation);
        var raw = await RawLog.CreateAsync(ledger.Database.Owner, cancellation);
        var first = last + 1;
        var batches = history.WholeDeals(Math.Min(Company.EventsOfASlice, history.Events / (rounds + 1))).ToList();
        var shares = batches.Chunk(batches.Count / (rounds + 1)).ToList();
        return await Samples.InTurnsAsync(
            shares.Count - 1,
            async round =>
            {
                first = last + 1;
                return await Samples.RateAsync(
                    shares[round].Sum(batch => batch.Sum(d => d.Events.Count)), async () => last = await ledger.AppendAsync(shares[round], cancellation));
            },
            _ => raw.CopyOverAsync(first, last, cancellation));
    }

    // A bulk append brings read models along where nothing lies between; here the append alone is measured, as in a load that ends with a rebuild.
    private static async Task<long> LeaveReadModelsBehindAsync(MeasuredLedger ledger, CancellationToken cancellation)
    {
        const int number = 999_999_999;
        var events = DealScript.Of(number).Take(2).Select((e, i) => new StreamAppend(
            MadeUpHistory.Deal(number), i, [], [MadeUpHistory.Prepare(e, "benchmark", $"first-{i}")]));
        return await ledger.AppendAsync(events.Select(e => new[] { e }), cancellation);
    }
}
