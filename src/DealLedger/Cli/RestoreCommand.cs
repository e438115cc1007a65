using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Postgres;
using DealLedger.Postgres.Backups;

namespace DealLedger.Cli;

/// <summary>dealledger restore FILE.</summary>
internal sealed class RestoreCommand : LedgerCommand
{
    private readonly Argument<string> _file;

    public RestoreCommand(CommandContext context)
        : base(context, "restore", "Restores a backup into an empty database, or an export into one without that tenant; log and seals are verified first.") =>
        _file = Required("FILE", "What 'backup' or 'tenant export' wrote.");

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var path = parse.GetRequiredValue(_file);
        await using var place = await run.PlaceAsync(cancellation);
        await using var database = new LedgerDatabase(place.ConnectionString);
        var projector = new Projector(database, run.Clock);
        var restore = new Restore(database, new Rebuild(database, new LedgerStore(database), projector), new Verifier(database, projector));
        RestoredBackup restored;
        using (var progress = run.Progress())
        {
            restored = await restore.RunAsync(path, progress, cancellation);
        }

        BackupText.Write(run, "Restored", path, restored.Manifest, restored.Sha256, bytes: null);
        if (restored.Difference is { } difference)
        {
            run.Terminal.Error.WriteLine(Plain.Line(difference));
            return ExitCodes.FaultFound;
        }

        if (run.Globals.Form != OutputForm.Json)
        {
            run.Terminal.Output.WriteLine("The log is whole and as it was sealed, and every read model equals a fresh fold of it.");
        }

        return ExitCodes.Done;
    }
}
