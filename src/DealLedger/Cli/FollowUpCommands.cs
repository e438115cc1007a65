using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Answers;
using DealLedger.Server;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger follow-up open.</summary>
internal sealed class OpenFollowUpCommand : LedgerCommand
{
    private readonly Argument<string> _text;
    private readonly Option<string?> _owner;
    private readonly Option<string?> _due;
    private readonly Option<string?> _by;
    private readonly Option<string?> _team;
    private readonly Option<string?> _deal;
    private readonly Option<string?> _at;

    public OpenFollowUpCommand(CommandContext context)
        : base(context, "open", "Opens a follow-up: what somebody is to do by a day.")
    {
        _text = Required("TEXT", "What is to be done.");
        _owner = Text("--owner", "WHO", "Who is to do it, by id.", isRequired: true);
        _due = Text("--due", "DATE", "By which day.", isRequired: true);
        _by = Text("--by", "WHO", "Who says so, by id.", isRequired: true);
        _team = Text("--team", "ID", "Of which team, by the id of the person who leads it.");
        _deal = Text("--deal", "ID", "About which deal.");
        _at = Text("--at", "T", "Since when; default: now.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new OpenFollowUpWords(
            parse.GetRequiredValue(_text), parse.GetValue(_owner), parse.GetValue(_due), parse.GetValue(_by), parse.GetValue(_team), parse.GetValue(_deal),
            parse.GetValue(_at));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await FollowUpText.WriteAsync(run, await FollowingUp.OpenAsync(ledger.Host, run.Tenant, words, cancellation));
        return ExitCodes.Done;
    }
}

/// <summary>dealledger follow-up list.</summary>
internal sealed class ListFollowUpsCommand : LedgerCommand
{
    private readonly Option<string?> _team;
    private readonly Option<string?> _owner;
    private readonly Option<string?> _deal;
    private readonly Option<string?> _standing;
    private readonly Option<string?> _closedSince;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _limit;

    public ListFollowUpsCommand(CommandContext context)
        : base(context, "list", "The follow-ups as of an instant, those first that are due first.")
    {
        _team = Text("--team", "ID", "Only follow-ups of this team, by the id of the person who leads it.");
        _owner = Text("--owner", "ID", "Only what this person is to do.");
        _deal = Text("--deal", "ID", "Only follow-ups about this deal.");
        _standing = Text("--standing", "S", "open (default), closed or all.");
        _closedSince = Text("--closed-since", "T", "Of those closed only what was closed after this instant.");
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _limit = Text("--limit", "N", "How many follow-ups are listed, 1 to 100000; default: 1000.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new FollowUpListWords
        {
            Team = parse.GetValue(_team),
            Owner = parse.GetValue(_owner),
            Deal = parse.GetValue(_deal),
            Standing = parse.GetValue(_standing),
            ClosedSince = parse.GetValue(_closedSince),
            AsOf = parse.GetValue(_asOf),
            KnownAt = parse.GetValue(_knownAt),
            Limit = parse.GetValue(_limit),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.FollowUpsAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, (writer, told) => FollowUpText.WriteRows(writer, told.FollowUps), console =>
        {
            FollowUpText.Write(console, answer);
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}

/// <summary>dealledger follow-up change.</summary>
internal sealed class ChangeFollowUpCommand : LedgerCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _owner;
    private readonly Option<string?> _due;
    private readonly Option<string?> _by;
    private readonly Option<string?> _at;

    public ChangeFollowUpCommand(CommandContext context)
        : base(context, "change", "Gives a follow-up another owner, another due day, or both.")
    {
        _id = Required("ID", "The follow-up's id.");
        _owner = Text("--owner", "WHO", "Who is to do it, by id.");
        _due = Text("--due", "DATE", "By which day.");
        _by = Text("--by", "WHO", "Who says so, by id.", isRequired: true);
        _at = Text("--at", "T", "Since when; default: now.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new ChangeFollowUpWords(parse.GetValue(_owner), parse.GetValue(_due), parse.GetValue(_by), parse.GetValue(_at));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await FollowUpText.WriteAsync(run, await FollowingUp.ChangeAsync(ledger.Host, run.Tenant, parse.GetRequiredValue(_id), words, cancellation));
        return ExitCodes.Done;
    }
}

/// <summary>dealledger follow-up close.</summary>
internal sealed class CloseFollowUpCommand : LedgerCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _by;
    private readonly Option<string?> _result;
    private readonly Option<string?> _at;

    public CloseFollowUpCommand(CommandContext context)
        : base(context, "close", "Closes a follow-up: it is done, or no longer to be done.")
    {
        _id = Required("ID", "The follow-up's id.");
        _by = Text("--by", "WHO", "Who says so, by id.", isRequired: true);
        _result = Text("--result", "TEXT", "What came of it.");
        _at = Text("--at", "T", "Since when; default: now.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new CloseFollowUpWords(parse.GetValue(_by), parse.GetValue(_result), parse.GetValue(_at));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await FollowUpText.WriteAsync(run, await FollowingUp.CloseAsync(ledger.Host, run.Tenant, parse.GetRequiredValue(_id), words, cancellation));
        return ExitCodes.Done;
    }
}
