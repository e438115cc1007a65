namespace DealLedger.Benchmarks.Works;

/// <summary>Something that is measured beside its yardstick; one work may give several lines.</summary>
internal interface IWork
{
    /// <summary>The names of its lines; <c>--only</c> looks in them.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Checks its answers and measures it.</summary>
    Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation);
}
