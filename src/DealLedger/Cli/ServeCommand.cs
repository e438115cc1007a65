using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using DealLedger.Cli.Output;
using DealLedger.Configuration;
using DealLedger.Core.Organisation;
using DealLedger.Server;
using DealLedger.Server.Access;
using DealLedger.Server.Inputs;
using DealLedger.Server.Operation;

namespace DealLedger.Cli;

/// <summary>dealledger serve.</summary>
internal sealed class ServeCommand : LedgerCommand
{
    public const string DefaultPort = "5080";

    private readonly IReadOnlyList<Option> _options;

    public ServeCommand(CommandContext context)
        : base(context, "serve", "Serves the HTTP API and the pages, on the machine itself unless told otherwise.")
    {
        _options = [.. KnownSettings.OfServe.Where(s => s.Option is not null).Select(Of)];
        foreach (var option in _options)
        {
            Add(option);
        }
    }

    protected override bool ReadsSettings => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var settings = ReadSettings(parse, run);
        if (!settings.Access.SignInNeeded)
        {
            run.Terminal.Error.WriteLine(
                "Nobody has to sign in: anyone on this machine may do everything. With --sign-in everyone does, by a key ('key add') or as a user ('user add').");
        }

        await using var ledger = await run.OpenLedgerAsync(cancellation);
        return await ServeAsync(run, ledger.Host, settings, urls => Tell(run, urls), cancellation);
    }

    /// <summary>Reads a port as it is written.</summary>
    public static int ReadPort(string? text, TimeProvider clock)
    {
        var read = new InputReader(SettingsHistory.None, clock.GetUtcNow());
        return read.Checked(read.Number("port", text ?? DefaultPort, IPEndPoint.MinPort, IPEndPoint.MaxPort, 0));
    }

    /// <summary>Serves until interrupted, after telling the addresses; what was taken by then is finished.</summary>
    public static async Task<int> ServeAsync(
        CommandRun run, LedgerHost host, ServeSettings settings, Action<IReadOnlyList<string>> tell, CancellationToken cancellation)
    {
        await using var app = ServerApp.Build(host, Listening.On(settings.Addresses, settings.Port, settings.Operation), settings.Access, settings.Operation);
        await app.StartAsync(cancellation);
        tell([.. app.Urls]);
        var exitCode = await run.UntilInterruptedAsync(cancellation);
        await app.StopAsync(CancellationToken.None);
        return exitCode;
    }

    private ServeSettings ReadSettings(ParseResult parse, CommandRun run)
    {
        var read = run.Globals.Settings;
        foreach (var option in _options)
        {
            if (parse.GetResult(option) is { Implicit: false } given)
            {
                // A switch is on by being there.
                read.Take(option.Name, given.Tokens.Count > 0 ? [.. given.Tokens.Select(t => t.Value)] : ["true"]);
            }
        }

        var settings = ServeSettingsReader.Read(read, run.Clock);
        read.Check();
        foreach (var variable in KnownSettings.Unknown(Environment.GetEnvironmentVariables().Keys.OfType<string>()))
        {
            run.Terminal.Error.WriteLine($"{Plain.Line(variable)} is not a variable that is known here, and has no effect.");
        }

        return settings;
    }

    private static void Tell(CommandRun run, IReadOnlyList<string> urls)
    {
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new ServeDocument(urls[0], urls));
            return;
        }

        run.Terminal.Output.WriteLine($"DealLedger listens on {string.Join(", ", urls)} (API reference: {urls[0]}/docs). Press Ctrl-C to stop.");
        run.Terminal.Output.Flush();
    }

    private static Option Of(Setting setting) => setting switch
    {
        { IsSwitch: true } => new Option<bool>(setting.Option!) { Description = setting.Says },
        { IsList: true } => new Option<string[]>(setting.Option!) { HelpName = setting.Value, Description = setting.Says },
        _ => new Option<string?>(setting.Option!) { HelpName = setting.Value, Description = setting.Says },
    };
}
