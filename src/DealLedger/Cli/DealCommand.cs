using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Answers;
using DealLedger.Server;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger deal ID.</summary>
internal sealed class DealCommand : LedgerCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;

    public DealCommand(CommandContext context)
        : base(context, "deal", "A deal as of any instant, and every change up to then.")
    {
        _id = Required("ID", "The deal's id in the CRM.");
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var id = InputReader.Id("id", parse.GetRequiredValue(_id));
        var words = new DealWords { AsOf = parse.GetValue(_asOf), KnownAt = parse.GetValue(_knownAt) };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.DealAsync(id, words.Read(read), cancellation), cancellation);
        await WriteAsync(run, ledger.Host, answer, cancellation);
        return ExitCodes.Done;
    }

    /// <summary>Writes a deal in the form that is asked for.</summary>
    public static Task WriteAsync(CommandRun run, LedgerHost host, DealAnswer answer, CancellationToken cancellation) => run.WriteAsync(
        answer, AnswerRows.Write, async console => DealText.Write(console, answer, await PeopleNames.OfAsync(host, run.Tenant, answer, cancellation)));
}
