using DealLedger.Benchmarks.Yardsticks;

namespace DealLedger.Benchmarks.Works;

/// <summary>All read models anew from a log in time order, beside reading the same events by COPY; at twenty million once.</summary>
internal sealed class RebuildAll : IWork
{
    public IReadOnlyList<string> Names => ["rebuild", "rebuild, beside the small company"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        // The load ended with a rebuild, which read the whole log.
        await bench.Small.LedgerAsync(cancellation);
        var (small, read) = await Samples.InTurnsAsync(
            bench.Options.Rounds, _ => RebuildAsync(bench.Small, cancellation), _ => ReadAsync(bench.Small, cancellation), areWarm: true);
        var lines = new List<Measurement> { Measurement.Rate(Names[0], bench.Small.Scale, "events/s", small, "COPY out", read).RatioAtLeast(0.15) };
        if (bench.Large is { } company)
        {
            var largeRead = Samples.Of(await ReadAsync(company, cancellation));
            var large = Samples.Of(company.Rebuilt);
            lines.Add(Measurement.Rate(Names[0], company.Scale, "events/s", large, "COPY out", largeRead).RatioAtLeast(0.15));
            lines.Add(Measurement.Rate(Names[1], company.Scale, "events/s", large, bench.Small.Scale, small).RatioAtLeast(0.8));
        }

        return lines;
    }

    private static async Task<double> RebuildAsync(Company company, CancellationToken cancellation)
    {
        var ledger = await company.LedgerAsync(cancellation);
        return await Samples.RateAsync(company.History.Events, () => ledger.RebuildAsync(cancellation));
    }

    private static async Task<double> ReadAsync(Company company, CancellationToken cancellation)
    {
        var ledger = await company.LedgerAsync(cancellation);
        return await Samples.RateAsync(
            company.History.Events, () => RawLog.CopyOutAsync(ledger.Database.Owner, 1, long.MaxValue, Stream.Null, cancellation));
    }
}
