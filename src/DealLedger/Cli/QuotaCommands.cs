using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Answers;
using DealLedger.Import.People;
using DealLedger.Server;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger quota set.</summary>
internal sealed class SetQuotaCommand : LedgerCommand
{
    private readonly Argument<string> _who;
    private readonly Argument<string> _amount;
    private readonly Option<string?> _period;
    private readonly Option<string?> _by;
    private readonly Option<bool> _team;
    private readonly Option<string?> _at;

    public SetQuotaCommand(CommandContext context)
        : base(context, "set", "Sets the quota of a person or of a team from an instant on.")
    {
        _who = Required("WHO", "The person, or the person who leads the team, by id.");
        _amount = Required("AMOUNT", "The quota, in the reporting currency; none takes it away.");
        _period = Text("--period", "P", "The period that it is for.", isRequired: true);
        _by = Text("--by", "WHO", "Who sets it, by id.", isRequired: true);
        _team = Switch("--team", "The quota is of the team that the person leads.");
        _at = Text("--at", "T", "Since when it holds; default: now.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new SetQuotaWords(
            parse.GetRequiredValue(_who), parse.GetRequiredValue(_amount), parse.GetValue(_period), parse.GetValue(_by), parse.GetValue(_team), parse.GetValue(_at));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ListQuotasCommand.WriteAsync(run, await Calling.SetQuotaAsync(ledger.Host, run.Tenant, words, cancellation));
        return ExitCodes.Done;
    }
}

/// <summary>dealledger quota import.</summary>
internal sealed class ImportQuotasCommand : LedgerCommand
{
    private readonly Argument<string> _file;

    public ImportQuotasCommand(CommandContext context)
        : base(context, "import", "Takes in quotas and since when they hold; again it adds what is new.")
    {
        _file = Required("FILE", "A CSV file with the columns Id, Period, Amount, Team, From, To.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var file = new FileInfo(parse.GetRequiredValue(_file));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var settings = (await ledger.Host.ReaderAsync(run.Tenant, cancellation)).Settings;
        var (rows, recorded) = await new QuotaImport(ledger.Host.Quotas, run.Clock).RunAsync(run.Tenant, settings, file, cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new QuotaImportDocument(rows, recorded));
            return ExitCodes.Done;
        }

        run.Terminal.Output.WriteLine($"{Plain.Count(recorded)} events recorded of {Plain.Count(rows)} rows; the rest was known.");
        return ExitCodes.Done;
    }
}

/// <summary>dealledger quota list.</summary>
internal sealed class ListQuotasCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _for;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _settings;

    public ListQuotasCommand(CommandContext context)
        : base(context, "list", "The quotas that hold at an instant.")
    {
        _period = Text("--period", "P", "Only quotas for this period.");
        _for = Text("--for", "ID", "Only quotas of this person or the team that they lead.");
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _settings = Text("--settings", "S", "Calendar and time zone: asOf (default) or current.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new QuotaListWords
        {
            Period = parse.GetValue(_period),
            For = parse.GetValue(_for),
            AsOf = parse.GetValue(_asOf),
            KnownAt = parse.GetValue(_knownAt),
            Settings = parse.GetValue(_settings),
        };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await WriteAsync(run, await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.QuotasAsync(words.Read(read), cancellation), cancellation));
        return ExitCodes.Done;
    }

    internal static Task WriteAsync(CommandRun run, QuotasAnswer answer) => run.WriteAsync(answer, CallText.WriteRows, console =>
    {
        CallText.Write(console, answer);
        return Task.CompletedTask;
    });
}
