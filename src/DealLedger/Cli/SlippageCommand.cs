using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger slippage.</summary>
internal sealed class SlippageCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _by;
    private readonly Option<string?> _owner;
    private readonly Option<string?> _team;
    private readonly Option<string?> _hierarchy;
    private readonly Option<string?> _settings;
    private readonly Option<string?> _rates;
    private readonly Option<string?> _basis;

    public SlippageCommand(CommandContext context)
        : base(context, "slippage", "Who pushed close dates, and which deals slipped.")
    {
        _period = Text("--period", "P", "The period whose window and open pipeline are meant; default: the current quarter.");
        _from = Text("--from", "T", "With --to, a window instead of a period: the instant that it begins after.");
        _to = Text("--to", "T", "The window's last instant.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _by = Text("--by", "GROUP", "owner, team or deal.");
        _owner = Text("--owner", "ID", "Only deals of this owner.");
        _team = Text("--team", "ID", "Only deals of this team, by the id of the person who leads it.");
        _hierarchy = Text("--hierarchy", "H", "asOf (default) or current.");
        _settings = Text("--settings", "S", "Calendar, week, time zone, currency: asOf (default) or current.");
        _rates = Text("--rates", "T", "Rates of currencies: asOf (default), or those of one instant.");
        _basis = Text("--basis", "B", "What the slip rate is measured against: all (default), commit or forecast.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new SlippageWords
        {
            Period = parse.GetValue(_period),
            From = parse.GetValue(_from),
            To = parse.GetValue(_to),
            KnownAt = parse.GetValue(_knownAt),
            By = parse.GetValue(_by),
            Owner = parse.GetValue(_owner),
            Team = parse.GetValue(_team),
            Hierarchy = parse.GetValue(_hierarchy),
            Settings = parse.GetValue(_settings),
            Rates = parse.GetValue(_rates),
            Basis = parse.GetValue(_basis),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.SlippageAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, AnswerRows.Write, console =>
        {
            SlippageText.Write(console, answer);
            return Task.CompletedTask;
        });

        return ExitCodes.Done;
    }
}
