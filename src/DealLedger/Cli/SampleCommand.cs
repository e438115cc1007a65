using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Organisation;
using DealLedger.Import.Sample;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger sample.</summary>
internal sealed class SampleCommand : LedgerCommand
{
    private const int MostDeals = 10_000_000;

    private readonly Option<string?> _deals;
    private readonly Option<string?> _seed;
    private readonly Option<string?> _out;
    private readonly Option<string?> _until;

    public SampleCommand(CommandContext context)
        : base(context, "sample", "Writes a made-up company as a Salesforce data export.")
    {
        _deals = Text("--deals", "N", "How many deals, up to ten million.", isRequired: true);
        _seed = Text("--seed", "S", "A whole number; the same seed and end give the same bytes.", isRequired: true);
        _out = Text("--out", "DIR", "The folder to write into.", isRequired: true);
        _until = Text("--until", "DATE", "The last day; default: today.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var read = new InputReader(SettingsHistory.None, run.Clock.GetUtcNow());
        var deals = read.Number("deals", parse.GetValue(_deals), 0, MostDeals, 0);
        var seed = read.Number("seed", parse.GetValue(_seed), int.MinValue, int.MaxValue, 0);
        var until = read.Date("until", parse.GetValue(_until)) ?? DateOnly.FromDateTime(run.Clock.GetUtcNow().UtcDateTime);
        if (until.Year < 1990)
        {
            read.Refuse("until", "The sample ends in a year from 1990 to 2199.");
        }

        var folder = parse.GetRequiredValue(_out);
        if (string.IsNullOrWhiteSpace(folder))
        {
            read.Refuse("out", "The folder's name is empty.");
        }

        read.Checked(deals);
        var rows = await SampleExport.WriteAsync(SampleCompany.Generate(deals, seed, until), new DirectoryInfo(folder!), cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(rows);
        }
        else
        {
            run.Terminal.Output.WriteLine(
                $"Wrote {Plain.Count(rows.Opportunities)} opportunities with {Plain.Count(rows.History)} history rows and {Plain.Count(rows.FieldHistory)} "
                + $"field history rows, {Plain.Count(rows.Accounts)} accounts, {Plain.Count(rows.Users)} users and {Plain.Count(rows.Stages)} stages to {Plain.Line(folder)}.");
        }

        return ExitCodes.Done;
    }
}
