using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Sealing;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger seal.</summary>
internal sealed class SealCommand : LedgerCommand
{
    public SealCommand(CommandContext context)
        : base(context, "seal", "Seals the log as it stands: a signed root over every event. Keep what it prints elsewhere.")
    {
        Add(new ListSealsCommand(context));
        Add(new SealConsistencyCommand(context));
        Add(new RotateSealKeyCommand(context));
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.ReaderAsync(run.Tenant, cancellation);
        Seal seal;
        using (var progress = run.Progress())
        {
            seal = await ledger.Host.Seals.SealAsync(run.Tenant, SealOccasion.Demand, progress, cancellation);
        }

        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(seal);
        }
        else
        {
            SealText.Write(run.Terminal.Output, seal);
            run.Terminal.Output.WriteLine("Keep it where nobody can change it who can change the database; --json prints all of it.");
        }

        return ExitCodes.Done;
    }
}

/// <summary>dealledger seal list.</summary>
internal sealed class ListSealsCommand(CommandContext context) : LedgerCommand(context, "list", "Lists the seals of the log.")
{
    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.ReaderAsync(run.Tenant, cancellation);
        var seals = await ledger.Host.Seals.ListAsync(run.Tenant, after: 0, int.MaxValue, cancellation);
        await run.WriteAsync(seals, SealText.WriteRows, console =>
        {
            SealText.WriteTable(console, run.Tenant.Value, seals);
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}

/// <summary>dealledger seal consistency A B.</summary>
internal sealed class SealConsistencyCommand : LedgerCommand
{
    private readonly Argument<string> _first;
    private readonly Argument<string> _second;
    private readonly Option<string?> _out;

    public SealConsistencyCommand(CommandContext context)
        : base(context, "consistency", "Proves that nothing was rewritten between two seals.")
    {
        _first = Required("A", "The id of one seal.");
        _second = Required("B", "The id of another.");
        _out = Text("--out", "FILE", "Writes the proof to this file, for check-proof.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var (a, b) = (parse.GetRequiredValue(_first), parse.GetRequiredValue(_second));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var read = await ledger.Host.ReaderAsync(run.Tenant, cancellation);
        var (first, second) = read.Checked((EventSubject.Seal(read, "a", a)!.Value, EventSubject.Seal(read, "b", b)!.Value));
        var proof = await ledger.Host.Proofs.ConsistencyAsync(run.Tenant, first, second, cancellation);
        await ProofFile.WriteAsync(run, proof, parse.GetValue(_out), cancellation);
        if (run.Globals.Form != OutputForm.Json)
        {
            run.Terminal.Output.WriteLine(
                $"The {Plain.Count(proof.Second.Size)} events under seal {proof.Second.Id} begin with the {Plain.Count(proof.First.Size)} under seal "
                + $"{proof.First.Id}: nothing was rewritten between them.");
        }

        return ExitCodes.Done;
    }
}

/// <summary>dealledger seal rotate-key.</summary>
internal sealed class RotateSealKeyCommand(CommandContext context)
    : LedgerCommand(context, "rotate-key", "Makes a new key for the seals to come; those made before stay valid.")
{
    protected override Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        using var key = run.SealKeyFile.Rotate();
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new SealKeyDocument(key.Id.ToString()));
        }
        else
        {
            run.Terminal.Output.WriteLine($"Seals are signed with the key {key.Id} from now on; those made before stay valid.");
        }

        return Task.FromResult(ExitCodes.Done);
    }
}
