using System.CommandLine;
using DealLedger.Cli.Output;

namespace DealLedger.Cli;

/// <summary>dealledger rebuild.</summary>
internal sealed class RebuildCommand(CommandContext context) : LedgerCommand(context, "rebuild", "Fills the read models anew from the log, while everything goes on.")
{
    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.Directory.RequireKeptAsync(run.Tenant, cancellation);
        long events;
        using (var progress = run.Progress())
        {
            events = await ledger.Host.Rebuild.RunAsync(run.Tenant, progress, cancellation);
        }

        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new RebuildDocument(events));
        }
        else
        {
            run.Terminal.Output.WriteLine($"Rebuilt the read models of tenant {run.Tenant} from {Plain.Count(events)} events.");
        }

        return ExitCodes.Done;
    }
}
