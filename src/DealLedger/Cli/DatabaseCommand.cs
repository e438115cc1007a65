using System.CommandLine;
using DealLedger.Core.Ledger;
using DealLedger.Server;
using Npgsql;

namespace DealLedger.Cli;

/// <summary>dealledger database.</summary>
internal sealed class DatabaseCommand : LedgerCommand
{
    private readonly Option<bool> _hold;
    private readonly Option<bool> _admin;

    public DatabaseCommand(CommandContext context)
        : base(context, "database", "Prints a connection string of the embedded database that reads the tenant, for BI tools and psql.")
    {
        _hold = Switch("--hold", "Keeps the database running until interrupted.");
        _admin = Switch("--admin", "The owner's connection instead, which sees and may do everything.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        if (run.Globals.Database is not null)
        {
            throw new RefusedException(
                "not-embedded", $"This shows the embedded database, but another one was named; leave out --database and {GlobalOptions.DatabaseVariable}.");
        }

        await using var server = await run.StartEmbeddedAsync(cancellation);
        await using (await run.OpenHostAsync(server.OwnerConnectionString, cancellation))
        {
            // Opened for its tables to be there.
        }

        var (uri, connection) = parse.GetValue(_admin) ? (server.OwnerUri, server.OwnerConnectionString) : await server.ReaderAsync(run.Tenant, cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(Describe(uri, connection));
        }
        else
        {
            run.Terminal.Output.WriteLine(uri);
            run.Terminal.Output.Flush();
        }

        return parse.GetValue(_hold) ? await run.UntilInterruptedAsync(cancellation) : ExitCodes.Done;
    }

    private static DatabaseDocument Describe(string uri, string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        return new DatabaseDocument(uri, parts.Host!, parts.Port, parts.Username!, parts.Password!, parts.Database!, connection);
    }
}
