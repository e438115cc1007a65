using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Sealing;

namespace DealLedger.Cli;

/// <summary>dealledger verify.</summary>
internal sealed class VerifyCommand : LedgerCommand
{
    private readonly Option<string?> _seal;

    public VerifyCommand(CommandContext context)
        : base(context, "verify", "Checks that the log is whole and as it was sealed, and that every read model equals a fresh fold of it.")
    {
        _seal = Text("--seal", "FILE", "A seal kept elsewhere, as 'seal --json' printed it: the log must be what it covers.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var (kept, difference) = parse.GetValue(_seal) is { } path ? await ProofFile.ReadSealAsync(path, cancellation) : (null, null);
        difference ??= await VerifyAsync(run, kept, cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new VerifyDocument(difference is null, difference));
        }
        else if (difference is null)
        {
            run.Terminal.Output.WriteLine($"The log of tenant {run.Tenant} is whole and as it was sealed, and every read model equals a fresh fold of it.");
        }

        if (difference is not null)
        {
            run.Terminal.Error.WriteLine(Plain.Line(difference));
        }

        return difference is null ? ExitCodes.Done : ExitCodes.FaultFound;
    }

    private static async Task<string?> VerifyAsync(CommandRun run, Seal? kept, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.Directory.RequireKeptAsync(run.Tenant, cancellation);
        using var progress = run.Progress();
        return await ledger.Host.Verifier.RunAsync(run.Tenant, kept, progress, cancellation);
    }
}
