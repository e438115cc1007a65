using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Import.Organisation;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger rates show.</summary>
internal sealed class ShowRatesCommand : LedgerCommand
{
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;

    public ShowRatesCommand(CommandContext context)
        : base(context, "show", "The rates of currencies as of any instant.")
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
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.RatesAtAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, OrganisationText.WriteRows, console =>
        {
            OrganisationText.Write(console, answer);
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}

/// <summary>dealledger rates set.</summary>
internal sealed class SetRateCommand : LedgerCommand
{
    private readonly Argument<string> _currency;
    private readonly Argument<string> _rate;
    private readonly Option<string?> _in;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<string?> _by;

    public SetRateCommand(CommandContext context)
        : base(context, "set", "Records what one unit of a currency is worth in another, from a day on.")
    {
        _currency = Required("CURRENCY", "The currency, such as EUR.");
        _rate = Required("RATE", "What one unit of it is worth, such as 1.08.");
        _in = Text("--in", "CURRENCY", "The currency that the rate is told in; default: the reporting currency.");
        _from = Text("--from", "T", "The first day of the rate, or an instant; default: now.");
        _to = Text("--to", "T", "The last day of the rate, or an instant; default: until the next one.");
        _by = Text("--by", "WHO", "The id of who says so.", isRequired: true);
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new RateWords(
            parse.GetRequiredValue(_currency), parse.GetRequiredValue(_rate), parse.GetValue(_in), parse.GetValue(_from), parse.GetValue(_to), parse.GetRequiredValue(_by));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.Directory.EnsureAsync(run.Tenant, cancellation);
        var (rate, by, _) = words.Read(await ledger.Host.ReaderAsync(run.Tenant, cancellation));
        var recorded = await ledger.Host.Rates.RecordAsync(run.Tenant, [rate], OriginWords.User, by, cancellation);
        var answer = await ledger.Host.AskAsync(run.Tenant, null, run.Globals.Consistency, (view, _) => view.RatesAtAsync(rate.From, cancellation), cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(answer);
            return ExitCodes.Done;
        }

        run.Terminal.Output.WriteLine(recorded > 0 ? "The rate is recorded." : "The rate was known already.");
        OrganisationText.Write(run.Terminal.Tables(), answer);
        return ExitCodes.Done;
    }
}

/// <summary>dealledger rates import.</summary>
internal sealed class ImportRatesCommand : LedgerCommand
{
    private readonly Argument<string> _file;

    public ImportRatesCommand(CommandContext context)
        : base(context, "import", "Takes in dated rates of currencies; again it adds what is new.")
    {
        _file = Required("FILE", "A CSV file with the columns Currency, Rate, In, From, To.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var file = new FileInfo(parse.GetRequiredValue(_file));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.Directory.EnsureAsync(run.Tenant, cancellation);
        var read = await ledger.Host.ReaderAsync(run.Tenant, cancellation);
        var recorded = await new RatesImport(ledger.Host.Rates).RunAsync(run.Tenant, file, read.Settings, read.Time, cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new RatesImportDocument(recorded));
            return ExitCodes.Done;
        }

        run.Terminal.Output.WriteLine($"{Plain.Count(recorded)} rates recorded; the rest was known.");
        return ExitCodes.Done;
    }
}
