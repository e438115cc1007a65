using System.Diagnostics;

namespace DealLedger.Benchmarks.Works;

/// <summary>
/// A question, asked again and again with other instants, and its yardstick. The first answer is checked; after that every round asks
/// a number of times on either side, and gives a median and a 95th percentile.
/// </summary>
internal abstract class Query(string name, string yardstick) : IWork
{
    public IReadOnlyList<string> Names { get; } = [name + " p50", name + " p95"];

    /// <summary>How often a round asks.</summary>
    protected virtual int Asked => 40;

    /// <summary>How often a round runs the yardstick.</summary>
    protected virtual int YardstickRuns => 10;

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        await PrepareAsync(bench, cancellation);
        await CheckAsync(bench, cancellation);
        var (ours, theirs) = await Samples.AlternateAsync(
            bench.Options.Rounds,
            round => TimesAsync(Asked, i => AskAsync(bench, (round * Asked) + i, cancellation)),
            round => TimesAsync(YardstickRuns, i => YardstickAsync(bench, (round * YardstickRuns) + i, cancellation)));
        return
        [
            Measurement.Time(Names[0], bench.Scale, Rounds(ours, 0.5), yardstick, Rounds(theirs, 0.5)),
            Measurement.Time(Names[1], bench.Scale, Rounds(ours, 0.95), yardstick, Rounds(theirs, 0.95)),
        ];
    }

    protected virtual Task PrepareAsync(Workbench bench, CancellationToken cancellation) => bench.SnapshotsAsync(cancellation);

    protected abstract Task CheckAsync(Workbench bench, CancellationToken cancellation);

    protected abstract Task AskAsync(Workbench bench, int number, CancellationToken cancellation);

    protected abstract Task YardstickAsync(Workbench bench, int number, CancellationToken cancellation);

    /// <summary>Ends the run when a yardstick does not answer the same question.</summary>
    protected static void Agree(string what, object ledger, object yardstick)
    {
        if (!ledger.Equals(yardstick))
        {
            throw new InvalidOperationException($"The yardstick's {what} is {yardstick}, the ledger's {ledger}.");
        }
    }

    private static async Task<List<double>> TimesAsync(int count, Func<int, Task> ask)
    {
        var times = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask(i);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }

    private static Samples Rounds(List<List<double>> rounds, double part) => new([.. rounds.Select(r => Samples.Percentile(r, part))]);
}
