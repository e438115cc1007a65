using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.EmbeddedPostgres;
using DealLedger.Import.Salesforce;
using DealLedger.Server;
using Spectre.Console;

namespace DealLedger.Cli;

/// <summary>dealledger import salesforce.</summary>
internal sealed class ImportSalesforceCommand : LedgerCommand
{
    private const int GapsShown = 10;

    private readonly Argument<string> _folder;
    private readonly Option<string?> _currency;

    public ImportSalesforceCommand(CommandContext context)
        : base(context, "salesforce", "Takes in a Salesforce export; again it adds what is new.")
    {
        _folder = Required("DIR", "The folder with Opportunity.csv and the history files.");
        _currency = Text("--currency", "C", "The reporting currency from the first import on. Default: USD.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var currency = parse.GetValue(_currency);
        if (currency is not null && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
        {
            throw new UsageException($"--currency: '{Plain.Line(currency)}' is no currency; write an ISO 4217 code such as USD.");
        }

        var folder = new DirectoryInfo(parse.GetRequiredValue(_folder));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var host = ledger.Host;
        var import = new SalesforceImport(host.Database, host.Directory, host.Ledger, host.Projector, run.Clock);
        var rejects = new DirectoryInfo(Path.Combine(HomeFolder.Resolve(run.Globals.Home).Path, "imports"));
        ImportRun imported;
        using (var progress = run.Progress())
        {
            imported = await import.RunAsync(new ImportOptions(run.Tenant, folder, currency, rejects), progress, cancellation);
        }

        using (imported)
        {
            Write(run, imported.Summary);
        }

        if (imported.Summary.Calls.Recorded > 0 && await Calling.SealImportedAsync(host, run.Tenant, cancellation) is { } notSealed)
        {
            run.Terminal.Error.WriteLine(Plain.Line(notSealed));
        }

        return imported.Summary.Rejects is null ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static void Write(CommandRun run, ImportSummary summary)
    {
        var refused = summary.Files.Sum(f => f.Refused);
        if (refused > 0)
        {
            run.Terminal.Error.WriteLine(
                $"{Plain.Count(refused)} row{(refused == 1 ? " was" : "s were")} refused; see {Plain.Line(Path.Combine(summary.Rejects!, "rejects.csv"))}, mend them and import again.");
        }

        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(summary);
            return;
        }

        var console = run.Terminal.Tables();
        var table = Tables.New("File", "Rows>", "Taken>", "Refused>");
        foreach (var file in summary.Files)
        {
            table.AddRow(Plain.Cell(file.Name), Plain.Count(file.Rows), Plain.Count(file.Taken), Plain.Count(file.Refused));
        }

        console.Write(table);
        console.WriteLine(
            $"{Plain.Count(summary.Opportunities)} opportunities; {Plain.Count(summary.Events.Recorded)} events recorded, {Plain.Count(summary.Events.AlreadyKnown)} known already.");
        if (summary.Rates > 0)
        {
            run.Terminal.Output.WriteLine($"{Plain.Count(summary.Rates)} rates of currencies recorded.");
        }

        if (summary.Calls is not { Recorded: 0, AlreadyKnown: 0 } || summary.Quotas is not { Recorded: 0, AlreadyKnown: 0 })
        {
            console.WriteLine(
                $"{Plain.Count(summary.Calls.Recorded)} calls and {Plain.Count(summary.Quotas.Recorded)} quotas recorded, "
                + $"{Plain.Count(summary.Calls.AlreadyKnown)} and {Plain.Count(summary.Quotas.AlreadyKnown)} known already.");
        }

        var gaps = 0L;
        foreach (var gap in summary.Gaps)
        {
            if (gaps == 0)
            {
                console.WriteLine("What the export could not tell, and was inferred:");
            }

            if (gaps++ < GapsShown)
            {
                console.WriteLine($"  {Plain.Line(gap.Opportunity)}: {Plain.Line(gap.What)}");
            }
        }

        if (gaps > GapsShown)
        {
            console.WriteLine($"  and {Plain.Count(gaps - GapsShown)} more; --json lists them all.");
        }
    }
}
