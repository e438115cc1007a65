namespace DealLedger.Benchmarks.Works;

/// <summary>All read models anew from a log in time order, beside reading the same events by COPY.</summary>
internal sealed class RebuildAll : IWork
{
    public IReadOnlyList<string> Names => ["rebuild"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        await bench.LoadAsync(cancellation);
        var events = bench.Options.Events;
        await bench.Raw.CopyOutAsync(cancellation);
        var read = await Samples.RateAsync(events, () => bench.Raw.CopyOutAsync(cancellation));
        var rebuilt = await Samples.RateAsync(events, () => bench.Rebuild.RunAsync(Workbench.Tenant, progress: null, cancellation));
        return [Measurement.Rate(Names[0], bench.Scale, "events/s", Samples.Of(rebuilt), "COPY out", Samples.Of(read))];
    }
}
