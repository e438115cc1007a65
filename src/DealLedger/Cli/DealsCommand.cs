using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger deals.</summary>
internal sealed class DealsCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _by;
    private readonly Option<string?> _owner;
    private readonly Option<string?> _team;
    private readonly Option<string?> _rollup;
    private readonly Option<string?> _hierarchy;
    private readonly Option<string?> _settings;
    private readonly Option<string?> _rates;
    private readonly Option<string?> _column;
    private readonly Option<string?> _key;
    private readonly Option<string?> _part;
    private readonly Option<string?> _after;
    private readonly Option<string?> _limit;

    public DealsCommand(CommandContext context)
        : base(context, "deals", "The deals that a cell of a forecast counts.")
    {
        _period = Text("--period", "P", "A quarter (2026-Q2), a month (2026-05) or a year; default: the current quarter.");
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _by = Text("--by", "GROUP", "owner, team, type, segment or stage.");
        _owner = Text("--owner", "ID", "Only deals of this owner.");
        _team = Text("--team", "ID", "Only deals of this team, by the id of the person who leads it.");
        _rollup = Text("--rollup", "R", "single (default) or cumulative.");
        _hierarchy = Text("--hierarchy", "H", "asOf (default) or current.");
        _settings = Text("--settings", "S", "Calendar, week, time zone, currency: asOf (default) or current.");
        _rates = Text("--rates", "T", "Rates of currencies: asOf (default), or those of one instant.");
        _column = Text("--column", "C", "openPipeline (default), closed, commit, mostLikely, bestCase, pipeline, omitted or lost.");
        _key = Text("--key", "KEY", "Only the row of this key, with --by; default: all rows.");
        _part = Text("--part", "P", "Only deals of this part of a call sheet: newAndExpansion or renewals.");
        _after = Text("--after", "RANK", "Where the list goes on: the 'next' of the answer before.");
        _limit = Text("--limit", "N", "How many deals are listed, 1 to 100000; default: 50.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new DealsWords
        {
            Period = parse.GetValue(_period),
            AsOf = parse.GetValue(_asOf),
            KnownAt = parse.GetValue(_knownAt),
            By = parse.GetValue(_by),
            Owner = parse.GetValue(_owner),
            Team = parse.GetValue(_team),
            Rollup = parse.GetValue(_rollup),
            Hierarchy = parse.GetValue(_hierarchy),
            Settings = parse.GetValue(_settings),
            Rates = parse.GetValue(_rates),
            Column = parse.GetValue(_column),
            Key = parse.GetValue(_key),
            Part = parse.GetValue(_part),
            After = parse.GetValue(_after),
            Limit = parse.GetValue(_limit),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.DealsAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(
            answer, AnswerRows.Write, async console => DealsText.Write(console, answer, await PeopleNames.OfAsync(ledger.Host, run.Tenant, answer, cancellation)));

        return ExitCodes.Done;
    }
}
