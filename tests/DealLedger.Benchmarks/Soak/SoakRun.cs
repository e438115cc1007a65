using System.Globalization;
using System.Text;
using DealLedger.Testing;

namespace DealLedger.Benchmarks.Soak;

/// <summary>
/// A server in a process of its own on a company of some size, under appends and reads for a long time: what it holds and how fast it answers in the
/// last third of the time is held against the first third, and what it acknowledged against the log.
/// </summary>
internal static class SoakRun
{
    // The first minutes fill caches and pools.
    private const int WarmUp = 2;

    /// <summary>Runs it; 0 when all stayed flat.</summary>
    public static async Task<int> RunAsync(SoakOptions options, CancellationToken cancellation)
    {
        await using var server = await BenchmarkServer.StartAsync(options.Database, cancellation);
        await using var bench = new Workbench(new BenchmarkOptions(Quick: true, [], null, options.Deals, null, null), server);
        await using var home = await TemporaryHome.CreateAsync(cancellation);
        var ledger = await bench.Small.LedgerAsync(cancellation);
        var before = await ledger.Store.HeadAsync(MeasuredLedger.Tenant, cancellation);
        await using var host = await ServedHost.StartAsync(ledger.ConnectionString, home.Folder.Path, cancellation);
        using var load = new SoakLoad(host.Address, bench.Small.History, options.AppendsASecond, options.ReadsASecond);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = load.RunAsync(ending.Token);
        var minutes = new List<SoakMinute>();
        using (var minute = new PeriodicTimer(TimeSpan.FromMinutes(1)))
        {
            while (minutes.Count < options.Minutes && await minute.WaitForNextTickAsync(cancellation))
            {
                minutes.Add(await SoakMinute.LookAsync(minutes.Count + 1, host.Id, ledger.Database.Owner, load.Take(), cancellation));
                Workbench.Tell($"{minutes[^1]}");
            }
        }

        await ending.CancelAsync();
        await running;
        var code = await host.EndAsync();
        var results = Results(options, minutes, load.Recorded, await ledger.Store.HeadAsync(MeasuredLedger.Tenant, cancellation) - before);
        Console.WriteLine($"{await server.DescribeAsync(cancellation)}\n\n{Table(minutes)}\n{ResultTable.Write(results)}");
        await ledger.VerifyAsync(cancellation);
        Console.WriteLine("verify: clean");
        if (options.Json is { } file)
        {
            await ResultTable.SaveAsync(results, file, cancellation);
        }

        return code == 0 && results.All(r => r.Met != false) ? 0 : 1;
    }

    private static List<Measurement> Results(SoakOptions options, List<SoakMinute> minutes, long acknowledged, long inLog)
    {
        var scale = $"{options.Minutes} min at {options.AppendsASecond} appends/s and {options.ReadsASecond} reads/s";
        var third = (minutes.Count - WarmUp) / 3;
        var (first, last) = (minutes.Skip(WarmUp).Take(third).ToList(), minutes.TakeLast(third).ToList());
        return
        [
            Growth("memory", "MB", m => m.Megabytes, 1.2), Growth("handles", "handles", m => m.Handles, 1.1),
            Growth("connections", "connections", m => m.Connections, 1.1), Growth("a row of the tables that change", "bytes", m => m.BytesARow, 1.1),
            Measurement.Figure("dead rows, the worst minute", scale, "of 100", Samples.Of(minutes.Max(m => m.DeadOfAHundred))).AtMost(10),
            Growth("append, p50", "ms", m => m.AppendMedian, 1.5), Growth("append, p99", "ms", m => m.AppendTail, 2),
            Growth("read, p50", "ms", m => m.ReadMedian, 1.5), Growth("read, p99", "ms", m => m.ReadTail, 2),
            Measurement.Figure("requests that failed", scale, "requests", Samples.Of(minutes.Sum(m => m.Failed))).AtMost(0),
            Measurement.Figure("acknowledged, but not in the log, or the other way round", scale, "changes", Samples.Of(Math.Abs(acknowledged - inLog))).AtMost(0),
        ];

        Measurement Growth(string what, string unit, Func<SoakMinute, double> of, double atMost) => Measurement.Growth(
            what, scale, unit, new Samples([.. last.Select(of)]), "the first third", new Samples([.. first.Select(of)])).RatioAtMost(atMost);
    }

    private static string Table(List<SoakMinute> minutes)
    {
        var text = new StringBuilder();
        text.AppendLine("| minute | MB | handles | connections | dead of 100 | bytes a row | behind | appends | p50 ms | p99 ms | reads | p50 ms | p99 ms | failed |");
        text.AppendLine("|" + string.Concat(Enumerable.Repeat(" ---: |", 14)));
        foreach (var m in minutes)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {m.Number} | {m.Megabytes:0} | {m.Handles} | {m.Connections} | {m.DeadOfAHundred:0.0} | {m.BytesARow:0} | {m.Behind} | {m.Appends} | {m.AppendMedian:0.0} | {m.AppendTail:0.0} | {m.Reads} | {m.ReadMedian:0.0} | {m.ReadTail:0.0} | {m.Failed} |");
        }

        return text.ToString();
    }
}
