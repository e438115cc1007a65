using System.Text.Json;
using DealLedger.Cli.Output;
using DealLedger.Core.Ledger;
using DealLedger.EmbeddedPostgres;
using DealLedger.Postgres.Access;
using DealLedger.Sealing;
using DealLedger.Server;
using DealLedger.Server.Documents;
using Spectre.Console;

namespace DealLedger.Cli;

/// <summary>One run of a command: its options, its ledger and its ways to speak.</summary>
internal sealed class CommandRun(CommandContext context, GlobalValues globals)
{
    private static readonly JsonSerializerOptions Json = DocumentJson.With(DocumentContext.Default, CliDocumentContext.Default);

    public GlobalValues Globals { get; } = globals;

    public TenantId Tenant => Globals.Tenant;

    public Terminal Terminal => context.Terminal;

    public Interruption Interruption => context.Interruption;

    public TimeProvider Clock => context.Clock;

    /// <summary>The key that seals are signed with.</summary>
    public SealKeyFile SealKeyFile { get; } = new(globals.SealKey, globals.Home);

    /// <summary>Progress on the errors.</summary>
    public ProgressLine Progress() => new(Terminal, Clock);

    /// <summary>Opens the ledger in the database that the options name, or in the embedded one.</summary>
    public async Task<OpenLedger> OpenLedgerAsync(CancellationToken cancellation)
    {
        var place = await PlaceAsync(cancellation);
        try
        {
            return new OpenLedger(await OpenHostAsync(place.ConnectionString, cancellation), place);
        }
        catch
        {
            await place.DisposeAsync();
            throw;
        }
    }

    /// <summary>The database that the options name, or the embedded one, which is started for it.</summary>
    public async Task<DatabasePlace> PlaceAsync(CancellationToken cancellation)
    {
        if (Globals.Database is { } external)
        {
            return new DatabasePlace(external, null);
        }

        var server = await StartEmbeddedAsync(cancellation);
        return new DatabasePlace(server.OwnerConnectionString, server);
    }

    /// <summary>Opens a database; what it has to bring up to date or to fill anew first is told on the errors.</summary>
    public async Task<LedgerHost> OpenHostAsync(string connectionString, CancellationToken cancellation)
    {
        using var progress = Progress();
        return await LedgerHost.OpenAsync(connectionString, Clock, SealKeyFile.Open, cancellation, progress, Globals.Upgrade, Globals.ServerDatabase);
    }

    /// <summary>Starts or joins the embedded server.</summary>
    public async Task<EmbeddedServer> StartEmbeddedAsync(CancellationToken cancellation)
    {
        using var progress = Progress();
        return await EmbeddedServer.StartAsync(HomeFolder.Resolve(Globals.Home), Clock, progress, cancellation);
    }

    /// <summary>Writes a document as one line of JSON.</summary>
    public void WriteJson<T>(T document)
    {
        Terminal.Output.WriteLine(DocumentJson.Write(document, Json));
        Terminal.Output.Flush();
    }

    /// <summary>Writes an answer in the form that is asked for: JSON, the rows of a table, or text for people.</summary>
    public async Task WriteAsync<T>(T answer, Action<TextWriter, T> writeRows, Func<IAnsiConsole, Task> writeText)
    {
        switch (Globals.Form)
        {
            case OutputForm.Json:
                WriteJson(answer);
                break;
            case OutputForm.Csv:
                writeRows(Terminal.Output, answer);
                break;
            default:
                await writeText(Terminal.Tables());
                break;
        }
    }

    /// <summary>Waits until interrupted; a supervisor that asked for the end gets "done".</summary>
    public async Task<int> UntilInterruptedAsync(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Interruption.IsTermination ? ExitCodes.Done : ExitCodes.Interrupted;
    }
}

/// <summary>Where a ledger lies, with the embedded server under it if there is one.</summary>
internal sealed class DatabasePlace(string connectionString, EmbeddedServer? server) : IAsyncDisposable
{
    public string ConnectionString { get; } = connectionString;

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>An open ledger, and the place where it lies.</summary>
internal sealed class OpenLedger(LedgerHost host, DatabasePlace place) : IAsyncDisposable
{
    public LedgerHost Host { get; } = host;

    /// <summary>The users who sign in with a password, as whoever works here changes them.</summary>
    public LocalUsers Users => new(Host.Database, Host.Clock, Host.Caller);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await place.DisposeAsync();
    }
}
