using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using DealLedger.Import.Salesforce;

namespace DealLedger.Benchmarks.Works;

/// <summary>What the process that imports reports: its seconds, what it recorded and refused, and its peak resident memory.</summary>
internal sealed record ImportedInAChild(double Seconds, long Events, long Refused, long PeakBytes);

/// <summary>The import alone in a process, so that its memory is its own.</summary>
internal static class ImportChild
{
    private const string Name = "import-child";

    // The environment variable with the connection string, which no list of processes shows.
    private const string Database = "DEALLEDGER_BENCHMARK_DATABASE";

    /// <summary>What the process is started with.</summary>
    public static Command Command()
    {
        var folder = new Argument<DirectoryInfo>("folder");
        var command = new Command(Name) { folder };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => ImportAsync(parsed.GetRequiredValue(folder), cancellation));
        return command;
    }

    /// <summary>Imports an export into an empty ledger, in a process of its own.</summary>
    public static async Task<ImportedInAChild> RunAsync(MeasuredLedger ledger, DirectoryInfo folder, CancellationToken cancellation)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, [.. isHost ? [typeof(ImportChild).Assembly.Location] : (string[])[], Name, folder.FullName])
        {
            RedirectStandardOutput = true,
            Environment = { [Database] = ledger.ConnectionString },
        };
        using var child = Process.Start(start)!;
        try
        {
            var output = await child.StandardOutput.ReadToEndAsync(cancellation);
            await child.WaitForExitAsync(cancellation);
            return child.ExitCode == 0
                ? JsonSerializer.Deserialize<ImportedInAChild>(output)!
                : throw new InvalidOperationException("The import failed; its error is above.");
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            throw;
        }
    }

    private static async Task<int> ImportAsync(DirectoryInfo folder, CancellationToken cancellation)
    {
        await using var ledger = MeasuredLedger.Open(Environment.GetEnvironmentVariable(Database)!);
        var import = new SalesforceImport(ledger.Database, ledger.Directory, ledger.Store, ledger.Projector, TimeProvider.System);
        var began = Stopwatch.GetTimestamp();
        using var run = await import.RunAsync(new ImportOptions(MeasuredLedger.Tenant, folder, null, folder), progress: null, cancellation);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(
            new ImportedInAChild(seconds, run.Summary.Events.Recorded, run.Summary.Files.Sum(f => f.Refused), self.PeakWorkingSet64)));
        return 0;
    }
}
