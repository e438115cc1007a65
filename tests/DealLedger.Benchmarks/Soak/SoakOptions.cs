using System.CommandLine;

namespace DealLedger.Benchmarks.Soak;

/// <summary>How long a soak lasts, how many changes it appends and how many questions it asks each second, on how large a company, and on which server, if one is named.</summary>
internal sealed record SoakOptions(int Minutes, int AppendsASecond, int ReadsASecond, int Deals, string? Database, FileInfo? Json)
{
    /// <summary>The command of the soak; what it reads goes to the program.</summary>
    public static Command Command(Func<SoakOptions, CancellationToken, Task<int>> run)
    {
        var minutes = Number("--minutes", 30, 6, 24 * 60, "How long it lasts.");
        var appends = Number("--appends", 300, 1, 5_000, "Changes that are appended each second.");
        var reads = Number("--reads", 4, 1, 1_000, "Questions that are asked each second.");
        var deals = Number("--deals", 50_000, 2_000, 1_000_000, "Deals of 20 changes each that are there at the start.");
        var database = new Option<string?>("--database") { Description = "A PostgreSQL server to run on, in a database made for it and dropped afterwards; default: an own server.", HelpName = "CONNECTION" };
        var json = new Option<FileInfo?>("--json") { Description = "Write the results as JSON too.", HelpName = "FILE" };
        var command = new Command("soak", "Runs a server under appends and mixed reads, and tells whether memory, connections, handles, bloat and latency stay flat.")
        {
            minutes, appends, reads, deals, database, json,
        };
        command.SetAction((parsed, cancellation) => run(
            new SoakOptions(parsed.GetValue(minutes), parsed.GetValue(appends), parsed.GetValue(reads), parsed.GetValue(deals), parsed.GetValue(database), parsed.GetValue(json)),
            cancellation));
        return command;
    }

    private static Option<int> Number(string name, int usual, int least, int most, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var given && (given < least || given > most))
            {
                result.AddError($"{name} takes a number from {least} to {most}.");
            }
        });
        return option;
    }
}
