using System.Diagnostics;
using DealLedger.Benchmarks.Data;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Benchmarks.Works;

/// <summary>
/// How long from an append until answers reflect it, at 500 events a second for a minute. The appends keep to a timetable whatever became of
/// those before, and the time counts from when each was due; the log is followed as a server follows it.
/// </summary>
internal sealed class AppendToVisible : IWork
{
    private const int EventsASecond = 500;
    private const int Seconds = 60;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(5);
    private static readonly long Pace = Stopwatch.Frequency / EventsASecond;

    public IReadOnlyList<string> Names => ["from append to visible, p50", "from append to visible, p99"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var ledger = await bench.Small.LedgerAsync(cancellation);
        var deal = MadeUpHistory.Deal(bench.Small.History.Deals[0]);
        await ledger.Projector.CatchUpAsync(MeasuredLedger.Tenant, await ledger.Store.HeadAsync(MeasuredLedger.Tenant, cancellation), cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var following = ledger.Projector.FollowAsync(MeasuredLedger.Tenant, token => Task.Delay(BetweenLooks, token), stop.Token);
        var last = new TaskCompletionSource<long>();
        var watching = WatchAsync(ledger, deal, last.Task, following, cancellation);
        var appends = await AppendAsync(bench, ledger, cancellation);
        last.SetResult(appends.Max(a => a.Position));
        var seen = await watching;
        await stop.CancelAsync();
        await Task.WhenAny(following);

        var delays = Delays(appends, seen);
        var scale = $"{EventsASecond} events/s for {Seconds} s";
        return
        [
            Measurement.Figure(Names[0], scale, "ms", Samples.Of(Samples.Percentile(delays, 0.5))),
            Measurement.Figure(Names[1], scale, "ms", Samples.Of(Samples.Percentile(delays, 0.99))).AtMost(150),
        ];
    }

    private static async Task<(long Due, long Position)[]> AppendAsync(Workbench bench, MeasuredLedger ledger, CancellationToken cancellation)
    {
        var plan = bench.Small.Ahead.Take(EventsASecond * Seconds);
        var running = new List<Task<(long Due, long Position)>>(plan.Count);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < plan.Count; i++)
        {
            var (append, due) = (plan[i], began + (i * Pace));
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } ahead)
            {
                await Task.Delay(ahead, cancellation);
            }

            running.Add(OneAsync());

            async Task<(long Due, long Position)> OneAsync() => (due, (await ledger.Store.AppendAsync(MeasuredLedger.Tenant, append, cancellation))[0]);
        }

        return await Task.WhenAll(running);
    }

    // What the answers to a forecast and to a deal reflect, by when they were there, until they reflect the last append.
    private static async Task<List<(long When, long Position)>> WatchAsync(
        MeasuredLedger ledger, string deal, Task<long> last, Task following, CancellationToken cancellation)
    {
        var seen = new List<(long When, long Position)>();
        for (var number = 0; !last.IsCompletedSuccessfully || seen[^1].Position < await last; number++)
        {
            var position = number % 2 == 0
                ? (await ledger.Answers.DealAsync(MeasuredLedger.Tenant, deal, MadeUpHistory.End, new KnownAt.Now(), Consistency.Eventual, cancellation)).Position
                : (await ledger.Answers.ForecastAsync(MeasuredLedger.Tenant, ForecastAsOf.Question(number), Consistency.Eventual, cancellation)).Position;
            seen.Add((Stopwatch.GetTimestamp(), position));
            if (following.IsFaulted)
            {
                await following;
            }

            await Task.Delay(BetweenQuestions, cancellation);
        }

        return seen;
    }

    private static List<double> Delays((long Due, long Position)[] appends, List<(long When, long Position)> seen)
    {
        var delays = new List<double>(appends.Length);
        var answer = 0;
        foreach (var (due, position) in appends.OrderBy(a => a.Position))
        {
            while (seen[answer].Position < position)
            {
                answer++;
            }

            delays.Add(Stopwatch.GetElapsedTime(due, seen[answer].When).TotalMilliseconds);
        }

        return delays;
    }
}
