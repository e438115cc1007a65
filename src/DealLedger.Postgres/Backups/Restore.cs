using DealLedger.Core.Ledger;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.Schema;
using DealLedger.Postgres.Sealing;
using Npgsql;

namespace DealLedger.Postgres.Backups;

/// <summary>What was restored, the SHA-256 of its manifest, and the first difference that the read models then had to the log: none.</summary>
public sealed record RestoredBackup(BackupManifest Manifest, string Sha256, string? Difference);

/// <summary>
/// Puts a backup into a database that has none of it. All of it is one transaction that ends when log and seals are verified, so that a restore
/// that fails or is cut off leaves nothing. Read models are filled after it, as after any migration that empties them.
/// </summary>
public sealed class Restore(LedgerDatabase database, Rebuild rebuild, Verifier verifier)
{
    private const string Staging = "restored_rows";

    // Identities draw on behind what was restored.
    private const string Identities = """
        SELECT format(
            'SELECT setval(%L, greatest(max(%I), (SELECT last_value FROM %s))) FROM %s HAVING max(%I) IS NOT NULL', s.oid::regclass, a.attname, s.oid::regclass,
            t.oid::regclass, a.attname)
        FROM pg_class s
        JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
        JOIN pg_class t ON t.oid = d.refobjid
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
        WHERE s.relkind = 'S' AND t.relnamespace = 'dealledger'::regnamespace
        """;

    /// <summary>
    /// Restores a file. Refuses what is no whole backup (<c>backup-foreign</c>, <c>backup-damaged</c>, <c>backup-newer</c>), a database that is not
    /// empty (<c>database-not-empty</c>) or has the tenant (<c>tenant-exists</c>), and a log that is not what was sealed (<c>log-damaged</c>).
    /// </summary>
    public async Task<RestoredBackup> RunAsync(string path, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var backup = await BackupFile.OpenAsync(path, cancellation);
        if (backup.Manifest.SchemaVersion > SchemaScripts.Newest)
        {
            throw new RefusedException(
                "backup-newer",
                $"{path} has schema version {backup.Manifest.SchemaVersion}; this program knows up to {SchemaScripts.Newest}. "
                + "Use the newer dealledger that made it.");
        }

        await backup.CheckAsync(progress, cancellation);
        await FillAsync(backup, progress, cancellation);
        string? difference = null;
        foreach (var tenant in backup.Tenants)
        {
            await RebuildAsync(tenant, progress, cancellation);
            difference ??= await verifier.RunAsync(tenant, progress, cancellation) is { } fault ? $"Tenant {tenant}: {fault}" : null;
        }

        return new RestoredBackup(backup.Manifest, backup.Sha256, difference);
    }

    private async Task RebuildAsync(TenantId tenant, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        try
        {
            await rebuild.RunAsync(tenant, progress, cancellation);
        }
        catch (RefusedException refused) when (refused.Refusal.Code == "rebuild-running")
        {
            // A host that found them empty is at it.
        }
    }

    private async Task FillAsync(BackupFile backup, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var connection = await LongConnection.OpenAsync(database, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(SchemaScripts.Lock, cancellation);
        var (tables, isAnew) = await MakeRoomAsync(connection, backup, cancellation);
        await CopyInAsync(connection, backup, tables, progress, cancellation);
        foreach (var (tenant, told) in backup.Tenants.Zip(backup.Manifest.Tenants))
        {
            await CompleteAsync(connection, tenant, told, cancellation);
        }

        await SetIdentitiesAsync(connection, cancellation);
        if (isAnew)
        {
            await SchemaScripts.ApplyAsync(connection, backup.Manifest.SchemaVersion, SchemaScripts.Newest, cancellation);
            await SchemaScripts.GrantAsync(connection, transaction, cancellation);
            tables = await StoredTable.ReadAllAsync(connection, cancellation);
        }

        foreach (var tenant in backup.Tenants)
        {
            await TenantRows.MakeTablesAsync(connection, tables, tenant, cancellation);
            await TenantRows.GrantAsync(connection, tenant, cancellation);
            await VerifyAsync(connection, tenant, progress, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    // An empty database gets the schema that the backup was made of; its rows go through the same migrations as those that stayed in place.
    private static async Task<(IReadOnlyList<StoredTable> Tables, bool IsAnew)> MakeRoomAsync(
        NpgsqlConnection connection, BackupFile backup, CancellationToken cancellation)
    {
        var manifest = backup.Manifest;
        var version = (await SchemaScripts.StandAsync(connection, cancellation)).Version;
        IReadOnlyList<StoredTable> tables = version == 0 ? [] : await StoredTable.ReadAllAsync(connection, cancellation);
        var used = await TenantRows.FirstUsedAsync(connection, tables, TenantId.Default, andOthers: true, cancellation);
        if (manifest.Kind == BackupKind.Database && used is not null)
        {
            throw new RefusedException("database-not-empty", $"The database is not empty: {used} has rows. Restore into a new database.");
        }

        var isAnew = manifest.Kind == BackupKind.Database || version == 0 || (version != manifest.SchemaVersion && used is null);
        if (!isAnew)
        {
            await MakeRoomBesideAsync(connection, tables, backup, version, cancellation);
        }
        else
        {
            await connection.ExecuteAsync("DROP SCHEMA IF EXISTS dealledger CASCADE; DROP SCHEMA IF EXISTS ledger CASCADE", cancellation);
            await SchemaScripts.ApplyAsync(connection, 0, manifest.SchemaVersion, cancellation);
            tables = await StoredTable.ReadAllAsync(connection, cancellation);
        }

        RefuseOtherTables(backup, tables);
        foreach (var tenant in backup.Tenants)
        {
            await TenantRows.MakeTablesAsync(connection, tables, tenant, cancellation);
        }

        return (tables, isAnew);
    }

    // Beside other tenants.
    private static async Task MakeRoomBesideAsync(
        NpgsqlConnection connection, IReadOnlyList<StoredTable> tables, BackupFile backup, int version, CancellationToken cancellation)
    {
        var tenant = backup.Tenants[0];
        if (version != backup.Manifest.SchemaVersion)
        {
            throw new RefusedException(
                "backup-older",
                $"The export has schema version {backup.Manifest.SchemaVersion}, the database {version}. "
                + "Restore it into an empty database, which is migrated then, and export it from there.");
        }

        if (await TenantRows.FirstUsedAsync(connection, tables, tenant, andOthers: false, cancellation) is { } used)
        {
            throw new RefusedException(
                "tenant-exists", $"Tenant '{tenant}' is there: {used} has rows of it. Restore into another database, or export and remove it first.", "tenant");
        }

        // Its partitions hold nothing, and serve.
        await TenantRows.RemoveRowsAsync(connection, tables, tenant, cancellation);
    }

    private static void RefuseOtherTables(BackupFile backup, IReadOnlyList<StoredTable> tables)
    {
        var manifest = backup.Manifest;
        var expected = StoredTable.Entries(tables, manifest.Kind, manifest.Tenants).ToList();
        foreach (var (table, tenant) in expected)
        {
            if (manifest.Entries.FirstOrDefault(e => e.Name == table.EntryName(tenant)) is not { } entry || entry.Table != table.Name || entry.Tenant != tenant)
            {
                throw backup.Altered($"its manifest does not name the entry '{table.EntryName(tenant)}'");
            }

            if (manifest.Tables.FirstOrDefault(t => t.Name == table.Name) is not { } told || !told.Columns.SequenceEqual(table.Columns))
            {
                throw backup.Altered($"its table {table.Name} has not the columns of schema version {manifest.SchemaVersion}");
            }
        }

        if (expected.Count != manifest.Entries.Count)
        {
            throw backup.Altered($"its manifest names entries of tables that schema version {manifest.SchemaVersion} does not have");
        }
    }

    private static async Task CopyInAsync(
        NpgsqlConnection connection, BackupFile backup, IReadOnlyList<StoredTable> tables, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var manifest = backup.Manifest;
        var done = 0L;
        foreach (var (table, tenant) in StoredTable.Entries(tables, manifest.Kind, manifest.Tenants))
        {
            var entry = manifest.Entries.First(e => e.Name == table.EntryName(tenant));
            try
            {
                if (table.IsPartitioned)
                {
                    await CopyAsync(connection, table.PartitionSql(tenant!), table.ColumnsSql, backup, entry, cancellation);
                }
                else if (manifest.Kind == BackupKind.Database)
                {
                    await CopyAsync(connection, table.Sql, table.ColumnsSql, backup, entry, cancellation);
                }
                else
                {
                    await CopyStagedAsync(connection, table, tenant!, backup, entry, cancellation);
                }
            }
            catch (PostgresException refused) when (refused.SqlState[..2] is "22" or "23")
            {
                throw backup.Altered($"PostgreSQL refuses its entry '{entry.Name}' ({refused.SqlState}: {refused.MessageText})");
            }

            done += entry.Rows;
            progress?.Report(new Progress("rows restored", done, manifest.Rows));
        }

        foreach (var table in manifest.Tables)
        {
            await connection.ExecuteAsync($"ANALYZE {tables.First(t => t.Name == table.Name).Sql}", cancellation);
        }
    }

    // By way of a table of its own, so that an export brings no row of another tenant along. What several tenants may have stays as it is.
    private static async Task CopyStagedAsync(
        NpgsqlConnection connection, StoredTable table, string tenant, BackupFile backup, BackupEntry entry, CancellationToken cancellation)
    {
        await connection.ExecuteAsync($"CREATE TEMPORARY TABLE {Staging} (LIKE {table.Sql}) ON COMMIT DROP", cancellation);
        await CopyAsync(connection, Staging, table.ColumnsSql, backup, entry, cancellation);
        var isForeign = table.HasTenant || table.Relation == "mt_tenant_partitions"
            ? $"SELECT EXISTS (SELECT FROM {Staging} WHERE ({table.RowsOf(tenant)}) IS NOT TRUE)"
            : "SELECT false";
        if (await connection.AskAsync<bool>(isForeign, null, cancellation))
        {
            throw backup.Altered($"its entry '{entry.Name}' has rows of other tenants");
        }

        await connection.ExecuteAsync(
            $"""
            INSERT INTO {table.Sql} ({table.ColumnsSql}) OVERRIDING SYSTEM VALUE
            SELECT {table.ColumnsSql} FROM {Staging} {(table.IsShared ? "ON CONFLICT DO NOTHING" : "")};
            DROP TABLE {Staging};
            """,
            cancellation);
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, string table, string columns, BackupFile backup, BackupEntry entry, CancellationToken cancellation)
    {
        var copy = await connection.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT binary)", cancellation);
        try
        {
            await backup.ReadAsync(entry, piece => copy.WriteAsync(piece, cancellation), cancellation);
        }
        catch
        {
            // Disposed alone it would count as complete.
            await copy.CancelAsync();
            await copy.DisposeAsync();
            throw;
        }

        await copy.DisposeAsync();
    }

    private static async Task CompleteAsync(NpgsqlConnection connection, TenantId tenant, BackupTenant told, CancellationToken cancellation)
    {
        var head = await connection.AskAsync<long>(
            "SELECT coalesce(max(seq_id), 0) FROM ledger.mt_events WHERE tenant_id = $1", tenant.Value, cancellation);
        if (head != told.Position || told.Projected > head)
        {
            throw Damaged(tenant, $"The log ends at position {head}, and the backup says {told.Position}.");
        }

        if (await GapClaims.FirstMissingAsync(connection, tenant, told.Projected, cancellation) is { } missing)
        {
            throw Damaged(tenant, $"The log misses position {missing}.");
        }

        // Numbers behind the read models that a foreign writer had drawn: it is not here to use them.
        await GapClaims.ClaimAllMissingAsync(connection, tenant, told.Projected, head, cancellation);
        var isDrawn = head > 0 ? "true" : "false";
        await connection.ExecuteAsync($"SELECT setval('{TenantRows.Sequence(tenant)}', {Math.Max(1, head)}, {isDrawn})", cancellation);

        // What processes keep in memory of a tenant they keep by when it was made: this one was made now.
        await connection.ExecuteAsync(
            $"""
            INSERT INTO dealledger.projection (tenant_id) VALUES ('{tenant}') ON CONFLICT DO NOTHING;
            UPDATE dealledger.tenant SET created_at = clock_timestamp() WHERE tenant_id = '{tenant}';
            """,
            cancellation);
    }

    private static async Task SetIdentitiesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var statements = new List<string>();
        await using (var command = new NpgsqlCommand(Identities, connection))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                statements.Add(reader.GetString(0));
            }
        }

        foreach (var statement in statements)
        {
            await connection.ExecuteAsync(statement, cancellation);
        }
    }

    private async Task VerifyAsync(NpgsqlConnection connection, TenantId tenant, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if ((await Verifier.LogAsync(connection, tenant, cancellation)
            ?? await new SealCheck(database, tenant).RunAsync(connection, kept: null, progress, cancellation)) is { } fault)
        {
            throw Damaged(tenant, fault);
        }
    }

    private static RefusedException Damaged(TenantId tenant, string fault) =>
        new("log-damaged", $"Nothing was restored, for the log in the backup is damaged (tenant {tenant}): {fault}");
}
