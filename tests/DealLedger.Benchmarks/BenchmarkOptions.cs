using System.CommandLine;

namespace DealLedger.Benchmarks;

/// <summary>What a run measures, how often, and where its results go.</summary>
public sealed record BenchmarkOptions(bool Quick, string? Only, FileInfo? Json, int Deals, string? Database)
{
    /// <summary>Changes that every deal of the made-up history has.</summary>
    public const int ChangesOfADeal = 20;

    /// <summary>How many rounds of measured work and yardstick a median is taken of.</summary>
    public int Rounds => Quick ? 5 : 9;

    /// <summary>The number of events of the made-up history.</summary>
    public int Events => Deals * ChangesOfADeal;

    /// <summary>The command line; what it reads goes to the program.</summary>
    public static RootCommand Command(Func<BenchmarkOptions, CancellationToken, Task<int>> run)
    {
        var quick = new Option<bool>("--quick") { Description = "Fewer repetitions, under ten minutes." };
        var only = new Option<string?>("--only") { Description = "Only the work whose name contains this, such as append or forecast.", HelpName = "WORK" };
        var json = new Option<FileInfo?>("--json") { Description = "Write the results as JSON too.", HelpName = "FILE" };
        var deals = new Option<int>("--deals") { Description = "Deals of 20 changes each.", HelpName = "N", DefaultValueFactory = _ => 50_000 };
        deals.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1_000 or > 1_000_000)
            {
                result.AddError("--deals takes a number from 1000 to 1000000.");
            }
        });
        var database = new Option<string?>("--database")
        {
            Description = "A PostgreSQL server to measure on, in a database made for it and dropped afterwards; default: an own server.",
            HelpName = "CONNECTION",
        };
        var command = new RootCommand("Measures DealLedger beside PostgreSQL itself, in the same run on the same server.") { quick, only, json, deals, database };
        command.SetAction((parsed, cancellation) => run(
            new BenchmarkOptions(parsed.GetValue(quick), parsed.GetValue(only), parsed.GetValue(json), parsed.GetValue(deals), parsed.GetValue(database)),
            cancellation));
        return command;
    }
}
