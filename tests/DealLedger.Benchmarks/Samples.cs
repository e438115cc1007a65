using System.Diagnostics;

namespace DealLedger.Benchmarks;

/// <summary>What several rounds of the same work gave.</summary>
public sealed record Samples(IReadOnlyList<double> Values)
{
    /// <summary>The one in the middle.</summary>
    public double Median => Percentile(Values, 0.5);

    /// <summary>The distance of the largest from the smallest in parts of the median; none for a single one.</summary>
    public double? Spread => Values.Count < 2 || Median == 0 ? null : (Values.Max() - Values.Min()) / Median;

    /// <summary>One round.</summary>
    public static Samples Of(double value) => new([value]);

    /// <summary>Takes turns between the work and its yardstick; the first turn of both warms up and does not count, unless they are warm.</summary>
    public static async Task<(Samples Measured, Samples Yardstick)> InTurnsAsync(
        int rounds, Func<int, Task<double>> measured, Func<int, Task<double>> yardstick, bool areWarm = false)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = areWarm ? 1 : 0; round <= rounds; round++)
        {
            var our = await measured(round);
            var their = await yardstick(round);
            if (round > 0)
            {
                ours.Add(our);
                theirs.Add(their);
            }
        }

        return (new Samples(ours), new Samples(theirs));
    }

    /// <summary>How many a second a piece of work does.</summary>
    public static async Task<double> RateAsync(long count, Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>The value below which a part of the values lies (nearest rank).</summary>
    public static double Percentile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 0 && part is 0.5
            ? (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2
            : sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Count) - 1)];
    }
}
