using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using DealLedger.Import.Salesforce;
using DealLedger.Postgres;

namespace DealLedger.Benchmarks.Works;

/// <summary>What the process that imports reports: its seconds, what it recorded and refused, and its peak resident memory.</summary>
internal sealed record ImportedInAChild(double Seconds, long Events, long Refused, long PeakBytes);

/// <summary>The import alone in a process, so that its memory is its own.</summary>
internal static class ImportChild
{
    public const string Name = "import-child";

    /// <summary>The environment variable with the connection string, which no list of processes shows.</summary>
    public const string Database = "DEALLEDGER_BENCHMARK_DATABASE";

    public static Command Command()
    {
        var folder = new Argument<DirectoryInfo>("folder");
        var command = new Command(Name) { folder };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(folder), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo folder, CancellationToken cancellation)
    {
        await using var database = new LedgerDatabase(Environment.GetEnvironmentVariable(Database)!);
        var store = new LedgerStore(database);
        var import = new SalesforceImport(database, new TenantDirectory(database), store, new Projector(database, TimeProvider.System), TimeProvider.System);
        var began = Stopwatch.GetTimestamp();
        using var run = await import.RunAsync(new ImportOptions(ImportSalesforce.Tenant, folder, null, folder), progress: null, cancellation);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(
            new ImportedInAChild(seconds, run.Summary.Events.Recorded, run.Summary.Files.Sum(f => f.Refused), self.PeakWorkingSet64)));
        return 0;
    }
}
