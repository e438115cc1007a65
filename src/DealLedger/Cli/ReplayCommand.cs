using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger replay.</summary>
internal sealed class ReplayCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _owner;
    private readonly Option<string?> _team;
    private readonly Option<string?> _hierarchy;
    private readonly Option<string?> _settings;
    private readonly Option<string?> _rates;

    public ReplayCommand(CommandContext context)
        : base(context, "replay", "A period played week by week: forecast, movements, and the distance to the result.")
    {
        _period = Text("--period", "P", "The period that is played; default: the quarter that ended last.");
        _asOf = Text("--as-of", "T", "The instant up to which it is played; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _owner = Text("--owner", "ID", "Only deals of this owner.");
        _team = Text("--team", "ID", "Only deals of this team, by the id of the person who leads it.");
        _hierarchy = Text("--hierarchy", "H", "asOf (default) or current.");
        _settings = Text("--settings", "S", "Calendar, week, time zone, currency: asOf (default) or current.");
        _rates = Text("--rates", "T", "Rates of currencies: asOf (default), or those of one instant.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new ReplayWords
        {
            Period = parse.GetValue(_period),
            AsOf = parse.GetValue(_asOf),
            KnownAt = parse.GetValue(_knownAt),
            Owner = parse.GetValue(_owner),
            Team = parse.GetValue(_team),
            Hierarchy = parse.GetValue(_hierarchy),
            Settings = parse.GetValue(_settings),
            Rates = parse.GetValue(_rates),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.ReplayAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, ReplayText.WriteRows, console =>
        {
            ReplayText.Write(console, answer);
            return Task.CompletedTask;
        });

        return ExitCodes.Done;
    }
}
