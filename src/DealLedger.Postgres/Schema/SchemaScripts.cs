using System.Globalization;
using System.Reflection;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Schema;

/// <summary>The numbered scripts for those who run them inside a transaction of their own, as a restore does.</summary>
internal static class SchemaScripts
{
    private const string Prefix = "DealLedger.Postgres.Schema.";
    private const string Suffix = ".sql";

    /// <summary>Held while the schema or the set of tenants changes.</summary>
    public const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('dealledger:schema', 0))";

    private static readonly SortedDictionary<int, string> Names = new(
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(r => r.StartsWith(Prefix, StringComparison.Ordinal) && char.IsAsciiDigit(r[Prefix.Length]))
            .Select(r => r[Prefix.Length..^Suffix.Length])
            .ToDictionary(name => int.Parse(name.AsSpan(0, name.IndexOf('-', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture)));

    /// <summary>The newest version that this program knows.</summary>
    public static int Newest { get; } = Names.Keys.Max();

    /// <summary>The version of a database, 0 when it has no ledger. Refuses one that a newer program made (<c>database-newer</c>).</summary>
    public static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // From the catalog: to_regclass remembers what was missing before another host made it.
        await using var exists = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'dealledger' AND c.relname = 'schema_version')",
            connection);
        if (await exists.ExecuteScalarAsync(cancellation) is not true)
        {
            return 0;
        }

        await using var newest = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM dealledger.schema_version", connection);
        var version = (int)(await newest.ExecuteScalarAsync(cancellation))!;
        return version <= Newest
            ? version
            : throw new RefusedException(
                "database-newer", $"The database has schema version {version}; this program knows up to {Newest}. Use the newer dealledger that made it.");
    }

    /// <summary>The version of a database with a ledger; refuses one without (<c>database-empty</c>).</summary>
    public static async Task<int> RequireLedgerAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        await VersionAsync(connection, cancellation) is var version && version > 0
            ? version
            : throw new RefusedException("database-empty", "There is no ledger in this database; see whether --database or --home names the right one.");

    /// <summary>Applies the scripts after a version and up to another.</summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, int after, int upTo, CancellationToken cancellation)
    {
        if (after == 0)
        {
            await ExecuteAsync(
                connection,
                """
                CREATE SCHEMA dealledger;
                CREATE TABLE dealledger.schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
                """,
                cancellation);
        }

        foreach (var (version, name) in Names.Where(n => n.Key > after && n.Key <= upTo))
        {
            await ExecuteAsync(connection, Text(name), cancellation);
            await using var done = new NpgsqlCommand("INSERT INTO dealledger.schema_version (version) VALUES ($1)", connection);
            done.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
            await done.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Gives the roles their rights, where the owner may make roles.</summary>
    public static async Task GrantAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await transaction.SaveAsync("roles", cancellation);
        try
        {
            await ExecuteAsync(connection, Text("roles"), cancellation);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await transaction.RollbackAsync("roles", cancellation);
        }
    }

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
