using System.CommandLine;
using DealLedger.Cli.Output;

namespace DealLedger.Cli;

/// <summary>dealledger verify.</summary>
internal sealed class VerifyCommand(CommandContext context)
    : LedgerCommand(context, "verify", "Checks that the log is whole and that every read model equals a fresh fold of it.")
{
    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.ReaderAsync(run.Tenant, cancellation);
        string? difference;
        using (var progress = run.Progress())
        {
            difference = await ledger.Host.Verifier.RunAsync(run.Tenant, progress, cancellation);
        }

        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new VerifyDocument(difference is null, difference));
        }
        else if (difference is null)
        {
            run.Terminal.Output.WriteLine($"The log of tenant {run.Tenant} is whole, and every read model equals a fresh fold of it.");
        }

        if (difference is not null)
        {
            run.Terminal.Error.WriteLine(Plain.Line(difference));
        }

        return difference is null ? ExitCodes.Done : ExitCodes.FaultFound;
    }
}
