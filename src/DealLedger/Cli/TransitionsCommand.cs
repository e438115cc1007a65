using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger transitions.</summary>
internal sealed class TransitionsCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _owner;
    private readonly Option<string?> _team;
    private readonly Option<string?> _hierarchy;
    private readonly Option<string?> _settings;
    private readonly Option<string?> _rates;
    private readonly Option<string?> _was;
    private readonly Option<string?> _is;
    private readonly Option<string?> _after;
    private readonly Option<string?> _limit;

    public TransitionsCommand(CommandContext context)
        : base(context, "transitions", "Where the deals of a forecast at one instant are at another.")
    {
        _period = Text("--period", "P", "The period that deals close in; default: the quarter that ended last.");
        _from = Text("--from", "T", "The instant of the forecast; default: the last before the period.");
        _to = Text("--to", "T", "The instant at which it is told where they are; default: the period's end, or now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _owner = Text("--owner", "ID", "Only deals of this owner.");
        _team = Text("--team", "ID", "Only deals of this team, by the id of the person who leads it.");
        _hierarchy = Text("--hierarchy", "H", "asOf (default) or current.");
        _settings = Text("--settings", "S", "Calendar, week, time zone, currency: asOf (default) or current.");
        _rates = Text("--rates", "T", "Rates of currencies: asOf (default), or those of one instant.");
        _was = Text("--was", "PLACE", "Only deals that were there at the first instant, such as commit, are listed.");
        _is = Text("--is", "PLACE", "Only deals that are there at the last instant, such as pushedOut, are listed.");
        _after = Text("--after", "RANK", "Where the list goes on: the 'next' of the answer before.");
        _limit = Text("--limit", "N", "How many deals are listed, 1 to 100000; default: 50.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new TransitionsWords
        {
            Period = parse.GetValue(_period),
            From = parse.GetValue(_from),
            To = parse.GetValue(_to),
            KnownAt = parse.GetValue(_knownAt),
            Owner = parse.GetValue(_owner),
            Team = parse.GetValue(_team),
            Hierarchy = parse.GetValue(_hierarchy),
            Settings = parse.GetValue(_settings),
            Rates = parse.GetValue(_rates),
            Was = parse.GetValue(_was),
            Is = parse.GetValue(_is),
            After = parse.GetValue(_after),
            Limit = parse.GetValue(_limit),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.TransitionsAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, TransitionsText.WriteRows, console =>
        {
            TransitionsText.Write(console, answer);
            return Task.CompletedTask;
        });

        return ExitCodes.Done;
    }
}
