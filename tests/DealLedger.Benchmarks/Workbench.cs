using DealLedger.Benchmarks.Data;
using DealLedger.Benchmarks.Yardsticks;

namespace DealLedger.Benchmarks;

/// <summary>What a run measures with: the server, and two companies on it, of a million events and, unless the run is a quick one, of twenty million.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    public Workbench(BenchmarkOptions options, BenchmarkServer server)
    {
        Options = options;
        Server = server;
        Small = new Company(server, MadeUpHistory.Of(options.Deals), SnapshotDays.All);
        Large = options.LargeDeals is { } deals ? new Company(server, MadeUpHistory.Of(deals), SnapshotDays.OfAWeek) : null;
    }

    public BenchmarkOptions Options { get; }

    public BenchmarkServer Server { get; }

    public Company Small { get; }

    /// <summary>None in a quick run.</summary>
    public Company? Large { get; }

    public IEnumerable<Company> Companies => Large is null ? [Small] : [Small, Large];

    /// <summary>Says what goes on, on the error stream.</summary>
    public static void Tell(string what) => Console.Error.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}");

    public async ValueTask DisposeAsync()
    {
        foreach (var company in Companies)
        {
            await company.DisposeAsync();
        }
    }
}
