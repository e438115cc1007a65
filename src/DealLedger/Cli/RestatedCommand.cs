using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger restated.</summary>
internal sealed class RestatedCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _and;
    private readonly Option<string?> _by;
    private readonly Option<string?> _owner;
    private readonly Option<string?> _team;
    private readonly Option<string?> _rollup;
    private readonly Option<string?> _hierarchy;
    private readonly Option<string?> _settings;
    private readonly Option<string?> _rates;
    private readonly Option<string?> _limit;

    public RestatedCommand(CommandContext context)
        : base(context, "restated", "What later knowledge changed in a forecast, down to the events that did it.")
    {
        _period = Text("--period", "P", "A quarter (2026-Q2), a month (2026-05) or a year; default: the current quarter.");
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew first, by instant or position (@1234).", isRequired: true);
        _and = Text("--and", "T", "What it knew then, by instant or position; default: now.");
        _by = Text("--by", "GROUP", "owner, team, type, segment or stage.");
        _owner = Text("--owner", "ID", "Only deals of this owner.");
        _team = Text("--team", "ID", "Only deals of this team, by the id of the person who leads it.");
        _rollup = Text("--rollup", "R", "single (default) or cumulative.");
        _hierarchy = Text("--hierarchy", "H", "asOf (default) or current.");
        _settings = Text("--settings", "S", "Calendar, week, time zone, currency: asOf (default) or current.");
        _rates = Text("--rates", "T", "Rates of currencies: asOf (default), or those of one instant.");
        _limit = Text("--limit", "N", "How many deals are listed, 1 to 100000; default: 50.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new RestatedWords
        {
            Period = parse.GetValue(_period),
            AsOf = parse.GetValue(_asOf),
            KnownAt = parse.GetValue(_knownAt),
            And = parse.GetValue(_and),
            By = parse.GetValue(_by),
            Owner = parse.GetValue(_owner),
            Team = parse.GetValue(_team),
            Rollup = parse.GetValue(_rollup),
            Hierarchy = parse.GetValue(_hierarchy),
            Settings = parse.GetValue(_settings),
            Rates = parse.GetValue(_rates),
            Limit = parse.GetValue(_limit),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, knownAt: null, run.Globals.Consistency, (view, read) => view.RestatedAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, AnswerRows.Write, console =>
        {
            RestatedText.Write(console, answer);
            return Task.CompletedTask;
        });

        return ExitCodes.Done;
    }
}
