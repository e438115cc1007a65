using System.Diagnostics;

namespace DealLedger.Benchmarks;

/// <summary>A question that every round asks a number of times, each time with another number to tell the times apart.</summary>
internal sealed record Ask(int Times, Func<int, Task> Once);

/// <summary>How long a question took, in milliseconds: the median and the 95th percentile of every round.</summary>
internal sealed record Asked(Samples Median, Samples Tail)
{
    /// <summary>Asks two questions in turns; the first turn of both warms up and does not count.</summary>
    public static async Task<(Asked First, Asked Second)> InTurnsAsync(int rounds, Ask first, Ask second)
    {
        var (ones, twos) = (new List<List<double>>(), new List<List<double>>());
        for (var round = 0; round <= rounds; round++)
        {
            ones.Add(await RoundAsync(first, round));
            twos.Add(await RoundAsync(second, round));
        }

        return (Of(ones[1..]), Of(twos[1..]));
    }

    private static async Task<List<double>> RoundAsync(Ask ask, int round)
    {
        var times = new List<double>(ask.Times);
        for (var i = 0; i < ask.Times; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask.Once((round * ask.Times) + i);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }

    private static Asked Of(List<List<double>> rounds) =>
        new(new Samples([.. rounds.Select(r => Samples.Percentile(r, 0.5))]), new Samples([.. rounds.Select(r => Samples.Percentile(r, 0.95))]));
}
