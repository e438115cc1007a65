using System.CommandLine;
using System.Net;
using DealLedger.Core.Organisation;
using DealLedger.Server;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger serve.</summary>
internal sealed class ServeCommand : LedgerCommand
{
    public const string DefaultPort = "5080";

    private readonly Option<string?> _port;

    public ServeCommand(CommandContext context)
        : base(context, "serve", "Serves the HTTP API and the pages.")
    {
        _port = Text("--port", "N", $"The port; 0 takes any that is free. Default: {DefaultPort}.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var port = ReadPort(parse.GetValue(_port), run.Clock);
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        return await ServeAsync(run, ledger.Host, port, url =>
        {
            if (run.Globals.Form == OutputForm.Json)
            {
                run.WriteJson(new ServeDocument(url));
            }
            else
            {
                run.Terminal.Output.WriteLine($"DealLedger listens on {url} (API reference: {url}/docs). Press Ctrl-C to stop.");
                run.Terminal.Output.Flush();
            }
        }, cancellation);
    }

    /// <summary>Reads a port as it is written.</summary>
    public static int ReadPort(string? text, TimeProvider clock)
    {
        var read = new InputReader(SettingsHistory.None, clock.GetUtcNow());
        return read.Checked(read.Number("port", text ?? DefaultPort, IPEndPoint.MinPort, IPEndPoint.MaxPort, 0));
    }

    /// <summary>Serves until interrupted, after telling the address.</summary>
    public static async Task<int> ServeAsync(
        CommandRun run, LedgerHost host, int port, Action<string> tell, CancellationToken cancellation)
    {
        await using var app = ServerApp.Build(host, ServerApp.ListenOn(IPAddress.Loopback, port));
        await app.StartAsync(cancellation);
        tell(app.Urls.First());
        var exitCode = await run.UntilInterruptedAsync(cancellation);
        await app.StopAsync(CancellationToken.None);
        return exitCode;
    }
}
