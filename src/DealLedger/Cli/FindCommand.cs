using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger find.</summary>
internal sealed class FindCommand : LedgerCommand
{
    private readonly Argument<string> _text = new("text") { Description = "The beginning of an id, or of words of a name or an account's name." };
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _limit;

    public FindCommand(CommandContext context)
        : base(context, "find", "Finds deals by name, account or id.")
    {
        Arguments.Add(_text);
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _limit = Text("--limit", "N", "How many deals are told, 1 to 50; default: 50.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new FindWords { Q = parse.GetValue(_text), KnownAt = parse.GetValue(_knownAt), Limit = parse.GetValue(_limit) };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.FindAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, AnswerRows.Write, console =>
        {
            FindText.Write(console, answer);
            return Task.CompletedTask;
        });

        return ExitCodes.Done;
    }
}
