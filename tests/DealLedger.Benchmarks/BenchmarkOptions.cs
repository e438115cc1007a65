using System.CommandLine;

namespace DealLedger.Benchmarks;

/// <summary>What a run measures, how often, and where its results go. Without large deals there is no large company.</summary>
public sealed record BenchmarkOptions(bool Quick, IReadOnlyList<string> Only, FileInfo? Json, int Deals, int? LargeDeals, string? Database)
{
    /// <summary>Changes that every deal of the made-up history has.</summary>
    public const int ChangesOfADeal = 20;

    private const int MostDeals = 1_000_000;

    /// <summary>How many rounds of measured work and yardstick a median is taken of.</summary>
    public int Rounds => Quick ? 5 : 9;

    /// <summary>The command line; what it reads goes to the program.</summary>
    public static RootCommand Command(Func<BenchmarkOptions, CancellationToken, Task<int>> run)
    {
        var quick = new Option<bool>("--quick") { Description = "Without the large company and with fewer repetitions." };
        var only = new Option<string[]>("--only") { Description = "Only the lines whose name contains this, such as append or forecast; may be given more than once.", HelpName = "WORK" };
        var json = new Option<FileInfo?>("--json") { Description = "Write the results as JSON too.", HelpName = "FILE" };
        var deals = NumberOfDeals("--deals", 50_000, "Deals of 20 changes each.");
        var large = NumberOfDeals("--large-deals", MostDeals, "Deals of the large company.");
        var database = new Option<string?>("--database")
        {
            Description = "A PostgreSQL server to measure on, in databases made for it and dropped afterwards; default: an own server.",
            HelpName = "CONNECTION",
        };
        var command = new RootCommand("Measures DealLedger beside PostgreSQL itself, in the same run on the same server.")
        {
            quick, only, json, deals, large, database,
        };
        command.SetAction((parsed, cancellation) => run(
            new BenchmarkOptions(
                parsed.GetValue(quick), parsed.GetValue(only) ?? [], parsed.GetValue(json), parsed.GetValue(deals),
                parsed.GetValue(quick) ? null : parsed.GetValue(large), parsed.GetValue(database)),
            cancellation));
        return command;
    }

    private static Option<int> NumberOfDeals(string name, int usual, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 2_000 or > MostDeals)
            {
                result.AddError($"{name} takes a number from 2000 to {MostDeals}.");
            }
        });
        return option;
    }
}
