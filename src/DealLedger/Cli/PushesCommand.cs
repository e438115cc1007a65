using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger pushes.</summary>
internal sealed class PushesCommand : LedgerCommand
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
    private readonly Option<string?> _after;
    private readonly Option<string?> _limit;

    public PushesCommand(CommandContext context)
        : base(context, "pushes", "When close dates were pushed, rep by rep and week by week, and the paths of the deals pushed most often.")
    {
        _period = Text("--period", "P", "The period whose window is meant; default: the current quarter.");
        _from = Text("--from", "T", "With --to, a window instead of a period: the instant that it begins after.");
        _to = Text("--to", "T", "The window's last instant.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _owner = Text("--owner", "ID", "Only deals of this owner.");
        _team = Text("--team", "ID", "Only deals of this team, by the id of the person who leads it.");
        _hierarchy = Text("--hierarchy", "H", "asOf (default) or current.");
        _settings = Text("--settings", "S", "Calendar, week, time zone, currency: asOf (default) or current.");
        _rates = Text("--rates", "T", "Rates of currencies: asOf (default), or those of one instant.");
        _after = Text("--after", "RANK", "Where the list goes on: the 'next' of the answer before.");
        _limit = Text("--limit", "N", "How many deals are listed, 1 to 10000; default: 50.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new PushesWords
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
            After = parse.GetValue(_after),
            Limit = parse.GetValue(_limit),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.PushesAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, AnswerRows.Write, console =>
        {
            PushesText.Write(console, answer);
            return Task.CompletedTask;
        });

        return ExitCodes.Done;
    }
}
