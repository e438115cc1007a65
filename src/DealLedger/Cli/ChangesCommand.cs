using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger changes.</summary>
internal sealed class ChangesCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _mode;
    private readonly Option<string?> _by;
    private readonly Option<string?> _owner;
    private readonly Option<string?> _team;
    private readonly Option<string?> _hierarchy;
    private readonly Option<string?> _settings;
    private readonly Option<string?> _rates;
    private readonly Option<string?> _kind;
    private readonly Option<string?> _part;
    private readonly Option<string?> _after;
    private readonly Option<string?> _limit;

    public ChangesCommand(CommandContext context)
        : base(context, "changes", "What changed in the pipeline between two instants, and why.")
    {
        _period = Text("--period", "P", "The period that deals close in; default: the current quarter.");
        _from = Text("--from", "T", "The instant that the window begins after; default: last-week.");
        _to = Text("--to", "T", "The window's last instant; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _mode = Text("--mode", "M", "net (default) compares the ends; path splits every change between them.");
        _by = Text("--by", "GROUP", "owner, team, type, segment or stage.");
        _owner = Text("--owner", "ID", "Only the pipeline of this owner.");
        _team = Text("--team", "ID", "Only deals of this team, by the id of the person who leads it.");
        _hierarchy = Text("--hierarchy", "H", "asOf (default) or current.");
        _settings = Text("--settings", "S", "Calendar, week, time zone, currency: asOf (default) or current.");
        _rates = Text("--rates", "T", "Rates of currencies: asOf (default), or those of one instant.");
        _kind = Text("--kind", "K", "Only deals with such a movement, such as pushedOut, are listed.");
        _part = Text("--part", "P", "Only deals of this part of a call sheet are listed: newAndExpansion or renewals.");
        _after = Text("--after", "RANK", "Where the list goes on: the 'next' of the answer before.");
        _limit = Text("--limit", "N", "How many deals are listed, 1 to 100000; default: 50.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new ChangesWords
        {
            Period = parse.GetValue(_period),
            From = parse.GetValue(_from),
            To = parse.GetValue(_to),
            KnownAt = parse.GetValue(_knownAt),
            Mode = parse.GetValue(_mode),
            By = parse.GetValue(_by),
            Owner = parse.GetValue(_owner),
            Team = parse.GetValue(_team),
            Hierarchy = parse.GetValue(_hierarchy),
            Settings = parse.GetValue(_settings),
            Rates = parse.GetValue(_rates),
            Kind = parse.GetValue(_kind),
            Part = parse.GetValue(_part),
            After = parse.GetValue(_after),
            Limit = parse.GetValue(_limit),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.ChangesAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(
            answer, AnswerRows.Write, async console => ChangesText.Write(console, answer, await PeopleNames.OfAsync(ledger.Host, run.Tenant, answer, cancellation)));

        return ExitCodes.Done;
    }
}
