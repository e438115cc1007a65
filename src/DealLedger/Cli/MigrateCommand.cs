using System.CommandLine;
using DealLedger.Postgres;
using DealLedger.Postgres.Schema;

namespace DealLedger.Cli;

/// <summary>dealledger migrate.</summary>
internal sealed class MigrateCommand : LedgerCommand
{
    private readonly Option<bool> _check;

    public MigrateCommand(CommandContext context)
        : base(context, "migrate", "Brings a database of an older version to this one's schema, and fills the read models that it emptied.")
    {
        _check = Switch("--check", "Tells what is missing, and changes nothing.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var place = await run.PlaceAsync(cancellation);
        await using var database = new LedgerDatabase(place.ConnectionString);
        var document = parse.GetValue(_check)
            ? Of(await SchemaMigrator.StandAsync(database, cancellation), [], [])
            : await MigrateAsync(run, place, database, cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(document);
        }
        else
        {
            Write(run.Terminal.Output, document);
        }

        return ExitCodes.Done;
    }

    private static async Task<MigrateDocument> MigrateAsync(CommandRun run, DatabasePlace place, LedgerDatabase database, CancellationToken cancellation)
    {
        IReadOnlyList<SchemaScript> applied;
        using (var progress = run.Progress())
        {
            applied = await SchemaMigrator.MigrateAsync(database, progress, cancellation);
        }

        await using var host = await run.OpenHostAsync(place.ConnectionString, cancellation);
        return Of(await SchemaMigrator.StandAsync(database, cancellation), applied, [.. host.Filled.Select(t => t.Value)]);
    }

    private static MigrateDocument Of(SchemaStand stand, IReadOnlyList<SchemaScript> applied, IReadOnlyList<string> filled) =>
        new(stand.Version, stand.Newest, stand.Missing, applied, filled);

    private static void Write(TextWriter output, MigrateDocument document)
    {
        foreach (var script in document.Applied)
        {
            output.WriteLine($"Applied {script.Name}.");
        }

        foreach (var tenant in document.Filled)
        {
            output.WriteLine($"Filled the read models of tenant {tenant} anew.");
        }

        output.WriteLine(document.Missing.Count == 0
            ? $"The database has schema version {document.Version}, the newest that this program knows."
            : $"The database has schema version {document.Version}, this program needs {document.Newest}; 'dealledger migrate' applies "
              + $"{string.Join(", ", document.Missing.Select(s => s.Name))}.");
    }
}
