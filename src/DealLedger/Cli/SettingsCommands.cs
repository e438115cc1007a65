using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Organisation;
using DealLedger.Import.Organisation;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger settings show.</summary>
internal sealed class ShowSettingsCommand : LedgerCommand
{
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;

    public ShowSettingsCommand(CommandContext context)
        : base(context, "show", "Fiscal calendar, week, time zone and currency as of any instant.")
    {
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new DealWords { AsOf = parse.GetValue(_asOf), KnownAt = parse.GetValue(_knownAt) };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => Task.FromResult(view.SettingsAt(words.Read(read))), cancellation);
        await run.WriteAsync(answer, OrganisationText.WriteRows, console =>
        {
            OrganisationText.Write(console, answer);
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}

/// <summary>dealledger settings set.</summary>
internal sealed class SetSettingCommand : LedgerCommand
{
    private readonly Argument<string> _setting;
    private readonly Argument<string> _value;
    private readonly Option<string?> _from;
    private readonly Option<string?> _by;

    public SetSettingCommand(CommandContext context)
        : base(context, "set", "Sets what answers are read by, from an instant on; what was before stays as it was.")
    {
        _setting = Required("SETTING", string.Join(", ", SettingWords.Names));
        _value = Required(
            "VALUE", "A month (1 to 12); a CSV file with the columns Quarter, Month, Start, End; a day (monday); a time zone (Europe/Berlin); a currency (USD).");
        _from = Text("--from", "T", "From when on it holds; default: since ever for the first of its kind, else now.");
        _by = Text("--by", "WHO", "The id of who sets it.", isRequired: true);
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var (setting, value, by) = (parse.GetRequiredValue(_setting), parse.GetRequiredValue(_value), InputReader.Id("by", parse.GetRequiredValue(_by)!));
        var table = setting == "fiscal-calendar" ? await CalendarFile.ReadAsync(new FileInfo(value), cancellation) : null;
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.Directory.EnsureAsync(run.Tenant, cancellation);
        var read = await ledger.Host.ReaderAsync(run.Tenant, cancellation);
        var from = read.Checked(read.Beginning("from", parse.GetValue(_from)));
        var changed = await ledger.Host.Settings.RecordAsync(run.Tenant, setting, value, table, from, by, cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, null, run.Globals.Consistency, (view, _) => Task.FromResult(view.SettingsAt(from ?? run.Clock.GetUtcNow())), cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(answer);
            return ExitCodes.Done;
        }

        run.Terminal.Output.WriteLine(changed ? $"{setting} is recorded." : $"{setting} was so already.");
        OrganisationText.Write(run.Terminal.Tables(), answer);
        return ExitCodes.Done;
    }
}
