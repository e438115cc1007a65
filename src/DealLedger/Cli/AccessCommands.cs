using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger access list.</summary>
internal sealed class ListAccessCommand : LedgerCommand
{
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<string?> _who;
    private readonly Option<string?> _before;
    private readonly Option<string?> _limit;

    public ListAccessCommand(CommandContext context)
        : base(context, "list", "Who asked for what, who took what away, and who changed a right; the newest first.")
    {
        _from = Text("--from", "T", "Only entries of this instant or later; of a date its beginning.");
        _to = Text("--to", "T", "Only entries up to this instant; of a date its end.");
        _who = Text("--who", "NAME", "Only entries of whoever signed in so (key:…, user:…), or of the person with this id.");
        _before = Text("--before", "N", "Only entries with a smaller number: where the list before ended.");
        _limit = Text("--limit", "N", "How many entries are told, 1 to 10000; default: 100.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new AccessWords
        {
            From = parse.GetValue(_from),
            To = parse.GetValue(_to),
            Who = parse.GetValue(_who),
            Before = parse.GetValue(_before),
            Limit = parse.GetValue(_limit),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);

        // Of a suspended tenant too: that is when somebody wants to know.
        await ledger.Host.Directory.RequireKeptAsync(run.Tenant, cancellation);
        var question = words.Read(await ledger.Host.ReaderOrNewAsync(run.Tenant, cancellation));
        var answer = await ledger.Host.AccessLog.ListAsync(run.Tenant, question, cancellation);
        await run.WriteAsync(answer, AccessText.WriteRows, console =>
        {
            AccessText.Write(console, answer);
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}
