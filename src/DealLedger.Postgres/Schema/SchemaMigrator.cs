using System.Globalization;
using System.Reflection;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Schema;

/// <summary>
/// Brings a database to the newest schema, one transaction a version: what is cut off goes on where it stood. Of several hosts that begin at the
/// same time each takes the versions that the others have not applied yet.
/// </summary>
public static class SchemaMigrator
{
    private const string Prefix = "DealLedger.Postgres.Schema.";
    private const string Suffix = ".sql";

    // Whoever comes second waits as long as the first one takes; the tables that a script changes are waited for as long as everywhere.
    private const string Lock = """
        SET LOCAL lock_timeout = 0;
        SELECT pg_advisory_xact_lock(hashtextextended('dealledger:schema', 0));
        SET LOCAL lock_timeout TO DEFAULT;
        """;

    private const string Versions = """
        CREATE SCHEMA IF NOT EXISTS dealledger;
        CREATE TABLE IF NOT EXISTS dealledger.schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
        """;

    // Every numbered script, in the order of their numbers.
    private static readonly SchemaScript[] Scripts =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(r => r.StartsWith(Prefix, StringComparison.Ordinal) && char.IsAsciiDigit(r[Prefix.Length]))
            .Select(r => r[Prefix.Length..^Suffix.Length])
            .Select(name => new SchemaScript(int.Parse(name[..name.IndexOf('-', StringComparison.Ordinal)], NumberStyles.None, CultureInfo.InvariantCulture), name))
            .OrderBy(s => s.Version),
    ];

    /// <summary>The version that this program works with.</summary>
    public static int Newest => Scripts[^1].Version;

    /// <summary>How the schema of a database stands. Refuses one that a newer program made (<c>database-newer</c>).</summary>
    public static async Task<SchemaStand> StandAsync(LedgerDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);
        return await StandAsync(connection, cancellation);
    }

    /// <summary>Refuses a database that is not of the newest schema (<c>schema-older</c>, <c>database-newer</c>), and changes nothing.</summary>
    public static async Task RequireNewestAsync(LedgerDatabase database, CancellationToken cancellation)
    {
        if (await StandAsync(database, cancellation) is { IsNewest: false } stand)
        {
            throw new RefusedException(
                "schema-older",
                $"The database has schema version {stand.Version}, this program needs {stand.Newest}; "
                + "back it up and run 'dealledger migrate', or start with --migrate auto.");
        }
    }

    /// <summary>Applies what is missing; refuses a database that a newer program made (<c>database-newer</c>).</summary>
    public static Task MigrateAsync(LedgerDatabase database, CancellationToken cancellation) => MigrateAsync(database, progress: null, cancellation);

    /// <summary>The same with progress; returns the steps that this call took.</summary>
    public static Task<IReadOnlyList<SchemaScript>> MigrateAsync(LedgerDatabase database, IProgress<Progress>? progress, CancellationToken cancellation) =>
        MigrateAsync(database, int.MaxValue, progress, cancellation);

    /// <summary>The same up to a version: what an earlier program left behind, or a migration that was cut off.</summary>
    internal static async Task<IReadOnlyList<SchemaScript>> MigrateAsync(
        LedgerDatabase database, int upTo, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);
        var missing = (await StandAsync(connection, cancellation)).Missing.Count(s => s.Version <= upTo);
        var applied = new List<SchemaScript>();
        while (applied.Count < missing && await StepAsync(connection, upTo, cancellation) is { } script)
        {
            applied.Add(script);
            progress?.Report(new Progress("schema versions", applied.Count, missing));
        }

        return applied;
    }

    // The first version that is missing, with the rights of the roles when it is the last one; none when another host has applied it.
    private static async Task<SchemaScript?> StepAsync(NpgsqlConnection connection, int upTo, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, Lock, cancellation);
        var missing = (await StandAsync(connection, cancellation)).Missing;
        if (missing.Count == 0 || missing[0].Version > upTo)
        {
            return null;
        }

        var script = missing[0];
        await ExecuteAsync(connection, Versions, cancellation);
        await ExecuteAsync(connection, Text(script.Name), cancellation);
        if (missing.Count == 1)
        {
            await GrantAsync(connection, transaction, cancellation);
        }

        await using (var done = new NpgsqlCommand("INSERT INTO dealledger.schema_version (version) VALUES ($1)", connection))
        {
            done.Parameters.Add(new NpgsqlParameter<int> { TypedValue = script.Version });
            await done.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return script;
    }

    private static async Task GrantAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await transaction.SaveAsync("roles", cancellation);
        try
        {
            await ExecuteAsync(connection, Text("roles"), cancellation);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // An owner who may not make roles answers requests itself.
            await transaction.RollbackAsync("roles", cancellation);
        }
    }

    private static async Task<SchemaStand> StandAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = await AppliedAsync(connection, cancellation);
        var (version, newest) = (applied.Count == 0 ? 0 : applied.Max(), Scripts[^1].Version);
        return version <= newest
            ? new SchemaStand(version, newest, [.. Scripts.Where(s => !applied.Contains(s.Version))])
            : throw new RefusedException(
                "database-newer", $"The database has schema version {version}; this program knows up to {newest}. Use the newer dealledger that made it.");
    }

    private static async Task<HashSet<int>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // From the catalog: to_regclass remembers what was missing before another host made it.
        await using var exists = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'dealledger' AND c.relname = 'schema_version')",
            connection);
        if (await exists.ExecuteScalarAsync(cancellation) is not true)
        {
            return [];
        }

        await using var versions = new NpgsqlCommand("SELECT version FROM dealledger.schema_version", connection);
        await using var reader = await versions.ExecuteReaderAsync(cancellation);
        var applied = new HashSet<int>();
        while (await reader.ReadAsync(cancellation))
        {
            applied.Add(reader.GetInt32(0));
        }

        return applied;
    }

    // A script may have to go over a large table, and takes as long as that takes.
    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name + Suffix)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
