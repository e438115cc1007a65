using System.Reflection;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Schema;

/// <summary>Brings a database to the newest schema, one transaction a version, one host at a time.</summary>
public static class SchemaMigrator
{
    private const string Prefix = "DealLedger.Postgres.Schema.";
    private const string Suffix = ".sql";

    // Every numbered script, in the order of their numbers.
    private static readonly string[] Versions =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(r => r.StartsWith(Prefix, StringComparison.Ordinal) && char.IsAsciiDigit(r[Prefix.Length]))
            .Select(r => r[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Applies what is missing; refuses a database that a newer program made.</summary>
    public static Task MigrateAsync(LedgerDatabase database, CancellationToken cancellation) => MigrateAsync(database, Versions.Length, cancellation);

    /// <summary>The same up to a version: what an earlier program left behind.</summary>
    internal static async Task MigrateAsync(LedgerDatabase database, int upTo, CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);
        if (await VersionAsync(connection, cancellation) == upTo)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(hashtextextended('dealledger:schema', 0))", cancellation);
        var version = await VersionAsync(connection, cancellation);
        if (version > Versions.Length)
        {
            throw new RefusedException(
                "database-newer", $"The database has schema version {version}; this program knows up to {Versions.Length}. Use the newer dealledger that made it.");
        }

        if (version == 0)
        {
            await ExecuteAsync(
                connection,
                """
                CREATE SCHEMA IF NOT EXISTS dealledger;
                CREATE TABLE dealledger.schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
                """,
                cancellation);
        }

        for (var next = version; next < upTo; next++)
        {
            await ExecuteAsync(connection, Script(Versions[next]), cancellation);
            await using var done = new NpgsqlCommand("INSERT INTO dealledger.schema_version (version) VALUES ($1)", connection);
            done.Parameters.Add(new NpgsqlParameter<int> { TypedValue = next + 1 });
            await done.ExecuteNonQueryAsync(cancellation);
        }

        if (upTo == Versions.Length)
        {
            await GrantAsync(connection, transaction, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static async Task GrantAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await transaction.SaveAsync("roles", cancellation);
        try
        {
            await ExecuteAsync(connection, Script("roles"), cancellation);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // An owner who may not make roles answers requests itself.
            await transaction.RollbackAsync("roles", cancellation);
        }
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // From the catalog: to_regclass remembers what was missing before another host made it.
        await using var exists = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'dealledger' AND c.relname = 'schema_version')",
            connection);
        if (await exists.ExecuteScalarAsync(cancellation) is not true)
        {
            return 0;
        }

        await using var version = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM dealledger.schema_version", connection);
        return (int)(await version.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Script(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream = assembly.GetManifestResourceStream(Prefix + name + Suffix)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
