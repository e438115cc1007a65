using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Sealing;

namespace DealLedger.Cli;

/// <summary>dealledger check-proof FILE.</summary>
internal sealed class CheckProofCommand : LedgerCommand
{
    private readonly Argument<string> _file;
    private readonly Option<string?> _seal;

    public CheckProofCommand(CommandContext context)
        : base(context, "check-proof", "Checks a proof with no database, against a seal kept elsewhere.")
    {
        _file = Required("FILE", "The proof, as 'prove' or 'seal consistency' wrote it.");
        _seal = Text("--seal", "FILE", "The seal kept elsewhere, as 'seal --json' printed it.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var path = parse.GetRequiredValue(_file);
        var file = await ProofFile.ReadAsync(path, cancellation);
        var (kept, sealFault) = parse.GetValue(_seal) is { } sealPath ? await ProofFile.ReadSealAsync(sealPath, cancellation) : (null, null);
        Proof.TryRead(file, out var proof, out var proofFault);
        var fault = sealFault ?? ((proofFault ?? proof!.Fault(kept)) is { } why ? $"{path} does not hold: {why}." : null);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(Describe(proof, fault, kept));
        }
        else if (fault is null)
        {
            Write(run.Terminal.Output, proof!, kept);
        }

        if (fault is not null)
        {
            run.Terminal.Error.WriteLine(Plain.Line(fault));
        }

        return fault is null ? ExitCodes.Done : ExitCodes.FaultFound;
    }

    private static ProofCheckDocument Describe(Proof? proof, string? fault, Seal? kept)
    {
        var said = fault is null ? proof : null;
        return new ProofCheckDocument(
            fault is null, fault, fault is null && kept is not null, (said as EventProof)?.EventId, (said as EventProof)?.Position,
            said switch { EventProof e => [e.Seal], ConsistencyProof c => [c.First, c.Second], _ => [] });
    }

    private static void Write(TextWriter output, Proof proof, Seal? kept)
    {
        switch (proof)
        {
            case EventProof e:
                output.WriteLine($"Event {Plain.Line(e.EventId)} at position {e.Position} of tenant {e.Seal.Tenant} is what was sealed:");
                output.WriteLine($"  {Plain.Line(e.Leaf.GetRawText())}");
                Tell(output, kept, e.Seal);
                break;
            case ConsistencyProof c:
                output.WriteLine($"Nothing in the first {Plain.Count(c.First.Size)} events of tenant {c.First.Tenant} was rewritten between these seals:");
                Tell(output, kept, c.First, c.Second);
                break;
        }
    }

    // Whoever made the file could have made a key and a seal with it: only a seal from elsewhere shows that this is the ledger's own.
    private static void Tell(TextWriter output, Seal? kept, params IReadOnlyList<Seal> seals)
    {
        foreach (var seal in seals)
        {
            SealText.Write(output, seal);
        }

        output.WriteLine(kept is null
            ? "This says nothing yet about who sealed it: compare id, size, root and key with the seal kept elsewhere, or name its file with --seal."
            : $"Seal {kept.Id} is the one kept elsewhere.");
    }
}
