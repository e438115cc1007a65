using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Postgres;
using DealLedger.Postgres.Backups;

namespace DealLedger.Cli;

/// <summary>dealledger backup --out FILE.</summary>
internal sealed class BackupCommand : LedgerCommand
{
    private readonly Option<string?> _out;
    private readonly Option<bool> _force;

    public BackupCommand(CommandContext context)
        : base(context, "backup", "Backs the whole database up into one file, while everything goes on.")
    {
        _out = Text("--out", "FILE", "The file.", isRequired: true);
        _force = Switch("--force", "Overwrites the file where it exists.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var path = parse.GetValue(_out)!;
        await using var place = await run.PlaceAsync(cancellation);
        await using var database = new LedgerDatabase(place.ConnectionString);
        WrittenBackup written;
        using (var progress = run.Progress())
        {
            written = await new Backup(database, run.Clock).RunAsync(path, parse.GetValue(_force), progress, cancellation);
        }

        BackupText.Write(run, path, written);
        return ExitCodes.Done;
    }
}
