using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger overrides.</summary>
internal sealed class OverridesCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<bool> _byPerson;
    private readonly Option<string?> _author;
    private readonly Option<string?> _owner;
    private readonly Option<string?> _team;
    private readonly Option<string?> _hierarchy;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _limit;

    public OverridesCommand(CommandContext context)
        : base(context, "overrides", "Every override of a category, by whom and why, and whether the deal did what it said.")
    {
        _period = Text("--period", "P", "Only deals that were to close in this period then; default: all.");
        _byPerson = Switch("--by-person", "Counts by author and fiscal quarter.");
        _author = Text("--author", "ID", "Only overrides by this person.");
        _owner = Text("--owner", "ID", "Only deals that this person owned then.");
        _team = Text("--team", "ID", "Only deals of this team then, by the id of the person who leads it.");
        _hierarchy = Text("--hierarchy", "H", "asOf (default) or current.");
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _limit = Text("--limit", "N", "How many overrides are listed, the newest first, 1 to 100000; default: 1000.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new OverridesWords
        {
            Period = parse.GetValue(_period),
            ByPerson = parse.GetValue(_byPerson) ? "true" : null,
            Author = parse.GetValue(_author),
            Owner = parse.GetValue(_owner),
            Team = parse.GetValue(_team),
            Hierarchy = parse.GetValue(_hierarchy),
            AsOf = parse.GetValue(_asOf),
            KnownAt = parse.GetValue(_knownAt),
            Limit = parse.GetValue(_limit),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.OverridesAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, AnswerRows.Write, console =>
        {
            OverridesText.Write(console, answer);
            return Task.CompletedTask;
        });

        return ExitCodes.Done;
    }
}
