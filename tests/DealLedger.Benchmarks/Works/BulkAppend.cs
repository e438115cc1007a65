namespace DealLedger.Benchmarks.Works;

/// <summary>Prepared events through the ledger in slices of time, each beside the COPY of the same slice; then their projection.</summary>
internal sealed class BulkAppend : IWork
{
    public IReadOnlyList<string> Names => ["bulk append", "projection"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var load = await bench.LoadAsync(cancellation);
        return
        [
            Measurement.Rate(Names[0], bench.Scale, "events/s", load.Bulk, "COPY in, same slices", load.Copy),
            Measurement.Rate(Names[1], bench.Scale, "events/s", load.Projected, null, null),
        ];
    }
}
