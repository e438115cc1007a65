using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Schema;

/// <summary>
/// Brings a database to the newest schema, one transaction a version: what is cut off goes on where it stood. Of several hosts that begin at the
/// same time each takes the versions that the others have not applied yet.
/// </summary>
public static class SchemaMigrator
{
    // Whoever comes second waits as long as the first one takes; the tables that a script changes are waited for as long as everywhere.
    private const string Hold = $"""
        SET LOCAL lock_timeout = 0;
        {SchemaScripts.Lock};
        SET LOCAL lock_timeout TO DEFAULT;
        """;

    /// <summary>The version that this program works with.</summary>
    public static int Newest => SchemaScripts.Newest;

    /// <summary>How the schema of a database stands. Refuses one that a newer program made (<c>database-newer</c>).</summary>
    public static async Task<SchemaStand> StandAsync(LedgerDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);
        return await SchemaScripts.StandAsync(connection, cancellation);
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
        var missing = (await SchemaScripts.StandAsync(connection, cancellation)).Missing.Count(s => s.Version <= upTo);
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
        await using (var hold = new NpgsqlCommand(Hold, connection) { CommandTimeout = 0 })
        {
            await hold.ExecuteNonQueryAsync(cancellation);
        }

        var missing = (await SchemaScripts.StandAsync(connection, cancellation)).Missing;
        if (missing.Count == 0 || missing[0].Version > upTo)
        {
            return null;
        }

        await SchemaScripts.ApplyAsync(connection, missing[0], cancellation);
        if (missing.Count == 1)
        {
            await SchemaScripts.GrantAsync(connection, transaction, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return missing[0];
    }
}
