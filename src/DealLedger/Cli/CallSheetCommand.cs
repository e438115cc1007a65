using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger call-sheet.</summary>
internal sealed class CallSheetCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _team;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _since;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _hierarchy;
    private readonly Option<string?> _settings;
    private readonly Option<string?> _rates;

    public CallSheetCommand(CommandContext context)
        : base(context, "call-sheet", "What a team's forecast call looks at: how its deals stand, what moved since the last call, and follow-ups.")
    {
        _period = Text("--period", "P", "The period that deals close in; default: the current quarter.");
        _team = Text("--team", "ID", "The team, by the id of the person who leads it; default: the top team.");
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _since = Text("--since", "T", "The instant of the last call; default: seven days before.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _hierarchy = Text("--hierarchy", "H", "asOf (default) or current.");
        _settings = Text("--settings", "S", "Calendar, week, time zone, currency: asOf (default) or current.");
        _rates = Text("--rates", "T", "Rates of currencies: asOf (default), or those of one instant.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new CallSheetWords
        {
            Period = parse.GetValue(_period),
            Team = parse.GetValue(_team),
            AsOf = parse.GetValue(_asOf),
            Since = parse.GetValue(_since),
            KnownAt = parse.GetValue(_knownAt),
            Hierarchy = parse.GetValue(_hierarchy),
            Settings = parse.GetValue(_settings),
            Rates = parse.GetValue(_rates),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.CallSheetAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, CallSheetText.WriteRows, console =>
        {
            CallSheetText.Write(console, answer);
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}
