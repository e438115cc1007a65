using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger prove event ID --out FILE.</summary>
internal sealed class ProveEventCommand : LedgerCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _out;
    private readonly Option<string?> _seal;

    public ProveEventCommand(CommandContext context)
        : base(context, "event", "Proves what an event was when the log was sealed.")
    {
        _id = Required("ID", "The event's id, or its position as @1234.");
        _out = Text("--out", "FILE", "Where to write the proof, for check-proof.", isRequired: true);
        _seal = Text("--seal", "N", "The id of the seal that the proof leads to; default: the newest.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var read = await ledger.Host.ReaderAsync(run.Tenant, cancellation);
        var seal = read.Checked(EventSubject.Seal(read, "seal", parse.GetValue(_seal)));
        var position = await EventSubject.PositionAsync(ledger.Host, run.Tenant, parse.GetRequiredValue(_id), cancellation);
        var proof = await ledger.Host.Proofs.EventAsync(run.Tenant, position, seal, cancellation);
        await ProofFile.WriteAsync(run, proof, parse.GetValue(_out), cancellation);
        if (run.Globals.Form != OutputForm.Json)
        {
            run.Terminal.Output.WriteLine($"{Plain.Line(parse.GetValue(_out))} proves event {proof.EventId} at position {proof.Position} against this seal:");
            SealText.Write(run.Terminal.Output, proof.Seal);
        }

        return ExitCodes.Done;
    }
}

/// <summary>dealledger prove call ID --out FILE.</summary>
internal sealed class ProveCallCommand : LedgerCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _out;
    private readonly Option<string?> _seal;

    public ProveCallCommand(CommandContext context)
        : base(context, "call", "Proves what a call was when the log was sealed.")
    {
        _id = Required("ID", "The call's id.");
        _out = Text("--out", "FILE", "Where to write the proof, for check-proof.", isRequired: true);
        _seal = Text("--seal", "N", "The id of the seal that the proof leads to; default: the newest.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var id = parse.GetRequiredValue(_id);
        var proof = await Calling.ProveAsync(ledger.Host, run.Tenant, id, parse.GetValue(_seal), cancellation);
        await ProofFile.WriteAsync(run, proof, parse.GetValue(_out), cancellation);
        if (run.Globals.Form != OutputForm.Json)
        {
            run.Terminal.Output.WriteLine($"{Plain.Line(parse.GetValue(_out))} proves call {Plain.Line(id)}, the event at position {proof.Position}, against this seal:");
            SealText.Write(run.Terminal.Output, proof.Seal);
        }

        return ExitCodes.Done;
    }
}
