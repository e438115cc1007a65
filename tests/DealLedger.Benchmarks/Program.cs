using DealLedger.Benchmarks;
using DealLedger.Benchmarks.Works;
using DealLedger.Core.Forecasting;

// Loads first, then what only reads, then what appends; the import has a tenant of its own.
IWork[] works =
[
    new BulkAppend(), new RebuildAll(), new ForecastAsOf(), new ChangesOfAWeek(WaterfallMode.Net), new ChangesOfAWeek(WaterfallMode.Path),
    new SlippageOfAQuarter(), new DealAsOf(), new Appends(), new ImportSalesforce(),
];

var command = BenchmarkOptions.Command(RunAsync);
command.Subcommands.Add(ImportChild.Command());
return await command.Parse(args).InvokeAsync();

async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancellation)
{
    bool IsWanted(string name) => options.Only is null || name.Contains(options.Only, StringComparison.OrdinalIgnoreCase);

    var wanted = works.Where(w => w.Names.Any(IsWanted)).ToList();
    if (wanted.Count == 0)
    {
        Console.Error.WriteLine($"There is no work '{options.Only}'; there are {string.Join("; ", works.SelectMany(w => w.Names))}.");
        return 2;
    }

    await using var server = await BenchmarkServer.StartAsync(options.Database, cancellation);
    await using var bench = await Workbench.CreateAsync(options, server.ConnectionString, cancellation);
    var results = new List<Measurement>();
    foreach (var work in wanted)
    {
        Workbench.Tell($"Measuring {string.Join("; ", work.Names)}");
        results.AddRange((await work.RunAsync(bench, cancellation)).Where(r => IsWanted(r.Work)));
    }

    Workbench.Tell("Verifying");
    var difference = await bench.VerifyAsync(cancellation);
    Console.WriteLine($"{await server.DescribeAsync(cancellation)}\n");
    Console.WriteLine(ResultTable.Write(results));
    Console.WriteLine(difference is null ? "verify: clean" : $"verify: {difference}");
    if (options.Json is { } file)
    {
        await ResultTable.SaveAsync(results, file, cancellation);
    }

    return difference is null && results.All(r => r.Met != false) ? 0 : 1;
}
