using System.Globalization;
using System.Reflection;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Schema;

/// <summary>The numbered scripts, and which of them a database has had. Whoever applies some does so inside a transaction of their own.</summary>
internal static class SchemaScripts
{
    /// <summary>Held while the schema or the set of tenants changes.</summary>
    public const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('dealledger:schema', 0))";

    private const string Prefix = "DealLedger.Postgres.Schema.";
    private const string Suffix = ".sql";

    private const string Versions = """
        CREATE SCHEMA IF NOT EXISTS dealledger;
        CREATE TABLE IF NOT EXISTS dealledger.schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
        """;

    // Every numbered script, in the order of their numbers.
    private static readonly SchemaScript[] All =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(r => r.StartsWith(Prefix, StringComparison.Ordinal) && char.IsAsciiDigit(r[Prefix.Length]))
            .Select(r => r[Prefix.Length..^Suffix.Length])
            .Select(name => new SchemaScript(int.Parse(name[..name.IndexOf('-', StringComparison.Ordinal)], NumberStyles.None, CultureInfo.InvariantCulture), name))
            .OrderBy(s => s.Version),
    ];

    /// <summary>The newest version that this program knows.</summary>
    public static int Newest => All[^1].Version;

    /// <summary>How the schema of a database stands. Refuses one that a newer program made (<c>database-newer</c>).</summary>
    public static async Task<SchemaStand> StandAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = await AppliedAsync(connection, cancellation);
        var version = applied.Count == 0 ? 0 : applied.Max();
        return version <= Newest
            ? new SchemaStand(version, Newest, [.. All.Where(s => !applied.Contains(s.Version))])
            : throw new RefusedException(
                "database-newer", $"The database has schema version {version}; this program knows up to {Newest}. Use the newer dealledger that made it.");
    }

    /// <summary>The version of a database with a ledger; refuses one without (<c>database-empty</c>).</summary>
    public static async Task<int> RequireLedgerAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        (await StandAsync(connection, cancellation)).Version is var version && version > 0
            ? version
            : throw new RefusedException("database-empty", "There is no ledger in this database; see whether --database or --home names the right one.");

    /// <summary>Applies the scripts after a version and up to another.</summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, int after, int upTo, CancellationToken cancellation)
    {
        foreach (var script in All.Where(s => s.Version > after && s.Version <= upTo))
        {
            await ApplyAsync(connection, script, cancellation);
        }
    }

    /// <summary>Applies a script, and notes that.</summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, SchemaScript script, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, Versions, cancellation);
        await ExecuteAsync(connection, Text(script.Name), cancellation);
        await using var done = new NpgsqlCommand("INSERT INTO dealledger.schema_version (version) VALUES ($1)", connection);
        done.Parameters.Add(new NpgsqlParameter<int> { TypedValue = script.Version });
        await done.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Gives the roles their rights. An owner who may not make roles answers requests without them.</summary>
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
