using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Answers;
using DealLedger.Server;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger call submit.</summary>
internal sealed class SubmitCallCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _for;
    private readonly Option<string?> _layer;
    private readonly Option<string?> _category;
    private readonly Option<string?> _amount;
    private readonly Option<string?> _by;
    private readonly Option<string?> _note;
    private readonly Option<string?> _at;

    public SubmitCallCommand(CommandContext context)
        : base(context, "submit", "States a number for a period, with the roll-up that it is based on, and seals the log.")
    {
        _period = Text("--period", "P", "The period that it is for.", isRequired: true);
        _for = Text("--for", "WHO", "For whom: a person, or the person who leads the team, by id.", isRequired: true);
        _layer = Text("--layer", "L", "rep, manager or leader.", isRequired: true);
        _category = Text("--category", "C", "commit, mostLikely, bestCase, pipeline or closed.", isRequired: true);
        _amount = Text("--amount", "X", "What is stated, in the reporting currency.", isRequired: true);
        _by = Text("--by", "WHO", "Who states it, by id.", isRequired: true);
        _note = Text("--note", "TEXT", "Why.");
        _at = Text("--at", "T", "When it was stated; default: now.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new SubmitCallWords(
            parse.GetValue(_period), parse.GetValue(_for), parse.GetValue(_layer), parse.GetValue(_category), parse.GetValue(_amount), parse.GetValue(_by),
            parse.GetValue(_note), parse.GetValue(_at));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await Calling.SubmitAsync(ledger.Host, run.Tenant, words, cancellation);
        await ShowCallCommand.WriteAsync(run, answer);
        return ExitCodes.Done;
    }
}

/// <summary>dealledger call list.</summary>
internal sealed class ListCallsCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _for;
    private readonly Option<string?> _layer;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _settings;
    private readonly Option<bool> _all;
    private readonly Option<string?> _limit;
    private readonly Option<string?> _after;

    public ListCallsCommand(CommandContext context)
        : base(context, "list", "The calls in force at an instant, the latest first.")
    {
        _period = Text("--period", "P", "Only calls for this period.");
        _for = Text("--for", "ID", "Only calls for this person or the team that they lead.");
        _layer = Text("--layer", "L", "Only calls of this layer: rep, manager or leader.");
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _settings = Text("--settings", "S", "Calendar and time zone: asOf (default) or current.");
        _all = Switch("--all", "Those too that were replaced.");
        _limit = Text("--limit", "N", "How many calls are listed, 1 to 100000; default: 1000.");
        _after = Text("--after", "ID", "Where the list goes on: after this call.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new CallListWords
        {
            Period = parse.GetValue(_period),
            For = parse.GetValue(_for),
            Layer = parse.GetValue(_layer),
            AsOf = parse.GetValue(_asOf),
            KnownAt = parse.GetValue(_knownAt),
            Settings = parse.GetValue(_settings),
            All = parse.GetValue(_all) ? "true" : null,
            Limit = parse.GetValue(_limit),
            After = parse.GetValue(_after),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.CallsAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, CallText.WriteRows, console =>
        {
            CallText.Write(console, answer);
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}

/// <summary>dealledger call show.</summary>
internal sealed class ShowCallCommand : LedgerCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _limit;
    private readonly Option<bool> _reproduce;

    public ShowCallCommand(CommandContext context)
        : base(context, "show", "A call, the roll-up that it was based on, and what moved since.")
    {
        _id = Required("ID", "The call's id.");
        _asOf = Text("--as-of", "T", "Up to when what moved is told; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _limit = Text("--limit", "N", "How many deals that moved are listed, 1 to 100000; default: 50.");
        _reproduce = Switch("--reproduce", "Makes the roll-up once more from the log, and ends with 3 where it is another one.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new CallShowWords
        {
            AsOf = parse.GetValue(_asOf),
            KnownAt = parse.GetValue(_knownAt),
            Reproduce = parse.GetValue(_reproduce) ? "true" : null,
            Limit = parse.GetValue(_limit),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await WriteAsync(run, await Calling.ShowAsync(ledger.Host, run.Tenant, parse.GetRequiredValue(_id), words, run.Globals.Consistency, cancellation));
        return ExitCodes.Done;
    }

    internal static Task WriteAsync(CommandRun run, CallAnswer answer)
    {
        if (answer.NotSealed is { } why)
        {
            run.Terminal.Error.WriteLine(Plain.Line(why));
        }

        return run.WriteAsync(answer, (_, _) => { }, console =>
        {
            CallText.Write(console, answer);
            return Task.CompletedTask;
        });
    }
}

/// <summary>dealledger call accuracy.</summary>
internal sealed class CallAccuracyCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;

    public CallAccuracyCommand(CommandContext context)
        : base(context, "accuracy", "How near the calls of a period came to what was closed, week by week, and who sandbags.")
    {
        _period = Text("--period", "P", "The period that the calls are for; default: the quarter that ended last.");
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new AccuracyWords { Period = parse.GetValue(_period), AsOf = parse.GetValue(_asOf), KnownAt = parse.GetValue(_knownAt) };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency,
            (view, read) =>
            {
                var (period, asOf) = words.Read(read);
                return view.AccuracyAsync(period, asOf, cancellation);
            },
            cancellation);
        await run.WriteAsync(answer, AccuracyText.WriteRows, console =>
        {
            AccuracyText.Write(console, answer);
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}
