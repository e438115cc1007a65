using DealLedger.Benchmarks;
using DealLedger.Benchmarks.Soak;
using DealLedger.Benchmarks.Works;
using DealLedger.Core.Forecasting;

// Loads first, the disk before anything is made anew, then what only reads, then what appends.
IWork[] works =
[
    new BulkAppend(), new Disk(), new RebuildAll(), new ForecastAsOf(), new ForecastOfALongHistory(), new ChangesOfAWeek(WaterfallMode.Net),
    new ChangesOfAWeek(WaterfallMode.Path), new SlippageOfAQuarter(), new DealAsOf(), new HttpLoad(), new AppendToVisible(), new Appends(), new ImportSalesforce(),
];

var command = BenchmarkOptions.Command(RunAsync);
command.Subcommands.Add(ImportChild.Command());
command.Subcommands.Add(SoakOptions.Command(SoakRun.RunAsync));
return await command.Parse(args).InvokeAsync();

async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancellation)
{
    bool IsWanted(string name) => options.Only.Count == 0 || options.Only.Any(only => name.Contains(only, StringComparison.OrdinalIgnoreCase));

    var wanted = works.Where(w => w.Names.Any(IsWanted)).ToList();
    if (wanted.Count == 0)
    {
        Console.Error.WriteLine($"There is no work '{string.Join("', '", options.Only)}'; there are {string.Join("; ", works.SelectMany(w => w.Names))}.");
        return 2;
    }

    await using var server = await BenchmarkServer.StartAsync(options.Database, cancellation);
    await using var bench = new Workbench(options, server);
    var results = new List<Measurement>();
    var isClean = await MeasureAsync(bench, wanted, results.AddRange, cancellation);
    results.RemoveAll(r => !IsWanted(r.Work));
    Console.WriteLine($"{await server.DescribeAsync(cancellation)}\n");
    Console.WriteLine(ResultTable.Write(results));
    Console.WriteLine(isClean ? "verify: clean" : "A work failed; what was wrong is on the error stream.");
    if (options.Json is { } file)
    {
        await ResultTable.SaveAsync(results, file, cancellation);
    }

    return isClean && results.All(r => r.Met != false) ? 0 : 1;
}

// A wrong answer, or a ledger that does not verify, ends the run.
async Task<bool> MeasureAsync(Workbench bench, List<IWork> wanted, Action<IReadOnlyList<Measurement>> add, CancellationToken cancellation)
{
    try
    {
        foreach (var work in wanted)
        {
            Workbench.Tell($"Measuring {string.Join("; ", work.Names)}");
            var measured = await work.RunAsync(bench, cancellation);
            add(measured);
            Workbench.Tell(ResultTable.Write(measured));
        }

        foreach (var company in bench.Companies)
        {
            await company.VerifyAsync(cancellation);
        }

        return true;
    }
    catch (Exception fault) when (fault is not OperationCanceledException)
    {
        Console.Error.WriteLine(fault);
        return false;
    }
}
