using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Configuration;
using DealLedger.Import.Sample;
using DealLedger.Server;
using DealLedger.Server.Access;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger demo.</summary>
internal sealed class DemoCommand : LedgerCommand
{
    private readonly Option<string?> _port;
    private readonly Option<bool> _noServe;

    public DemoCommand(CommandContext context)
        : base(context, "demo", "Makes a sample company once, shows what changed since last week, and serves the pages.")
    {
        _port = Text("--port", "N", $"The port; 0 takes any that is free. Default: {ServeCommand.DefaultPort}.");
        _noServe = Switch("--no-serve", "Ends after the answers.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var port = ServeCommand.ReadPort(parse.GetValue(_port), run.Clock);
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.Directory.EnsureAsync(run.Tenant, cancellation);
        var sample = new SampleLoader(ledger.Host.Database, ledger.Host.Directory, ledger.Host.Projector, run.Clock);
        bool loaded;
        using (var progress = run.Progress())
        {
            loaded = await sample.LoadOnceAsync(run.Tenant, run.Clock.GetUtcNow(), progress, cancellation);
        }

        if (loaded && await Calling.SealImportedAsync(ledger.Host, run.Tenant, cancellation) is { } notSealed)
        {
            run.Terminal.Error.WriteLine(Plain.Line(notSealed));
        }

        await WriteAnswersAsync(run, ledger.Host, cancellation);
        return parse.GetValue(_noServe)
            ? ExitCodes.Done
            : await ServeCommand.ServeAsync(run, ledger.Host, ServeSettings.OnLoopback(port, run.Tenant), urls => Tell(run, urls[0]), cancellation);
    }

    private static async Task WriteAnswersAsync(CommandRun run, LedgerHost host, CancellationToken cancellation)
    {
        var (changes, forecast, slippage) = await host.AskAsync(
            run.Tenant, null, run.Globals.Consistency,
            async (view, read) => (
                await view.ChangesAsync(new ChangesWords { Limit = "10" }.Read(read), cancellation),
                await view.ForecastAsync(new ForecastWords().Read(read), cancellation),
                await view.SlippageAsync(new SlippageWords { From = "last-week", To = "now", By = "owner" }.Read(read), cancellation)),
            cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new DemoDocument(changes, forecast, slippage));
            return;
        }

        var console = run.Terminal.Tables();
        ChangesText.Write(console, changes, await PeopleNames.OfAsync(host, run.Tenant, changes, cancellation));
        ForecastText.Write(console, forecast);
        SlippageText.Write(console, slippage);
        await run.Terminal.Output.FlushAsync(cancellation);
    }

    // The answers are the one document of --json.
    private static void Tell(CommandRun run, string url)
    {
        var writer = run.Globals.Form == OutputForm.Json ? run.Terminal.Error : run.Terminal.Output;
        writer.WriteLine($"DealLedger listens on {url} (API reference: {url}/docs). Press Ctrl-C to stop.");
        writer.Flush();
    }
}
