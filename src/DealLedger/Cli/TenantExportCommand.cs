using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Postgres;
using DealLedger.Postgres.Backups;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger tenant export ID --out FILE.</summary>
internal sealed class TenantExportCommand : LedgerCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _out;
    private readonly Option<bool> _force;

    public TenantExportCommand(CommandContext context)
        : base(context, "export", "Writes all that a tenant has into one file, which 'restore' takes.")
    {
        _id = Required("ID", "The tenant.");
        _out = Text("--out", "FILE", "The file.", isRequired: true);
        _force = Switch("--force", "Overwrites the file where it exists.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var (tenant, path) = (InputReader.Tenant("id", parse.GetRequiredValue(_id)), parse.GetValue(_out)!);
        await using var place = await run.PlaceAsync(cancellation);
        await using var database = new LedgerDatabase(place.ConnectionString);
        WrittenBackup written;
        using (var progress = run.Progress())
        {
            written = await new Backup(database, run.Clock).ExportAsync(tenant, path, parse.GetValue(_force), progress, cancellation);
        }

        BackupText.Write(run, path, written);
        return ExitCodes.Done;
    }
}
