using DealLedger.Core.Ledger;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;
using DealLedger.Postgres.Schema;
using Npgsql;

namespace DealLedger.Postgres.Backups;

/// <summary>A tenant that was removed: the number of its events, and the rows of all tables that its export holds.</summary>
public sealed record RemovedTenant(TenantId Tenant, long Events, long Rows);

/// <summary>
/// Removes a tenant with all that it has, in one transaction, once a file is shown to hold all of that: every row is held against the export.
/// Others go on; the tenant itself is held up meanwhile.
/// </summary>
public sealed class TenantRemoval(LedgerDatabase database)
{
    /// <summary>
    /// Removes a tenant. Refuses a file that is not a whole export of exactly that tenant (<c>export-foreign</c>, <c>backup-damaged</c>), and one
    /// that the tenant has moved on from (<c>export-stale</c>); a tenant that does not exist (<c>tenant-unknown</c>) or is being rebuilt.
    /// </summary>
    public async Task<RemovedTenant> RunAsync(TenantId tenant, string exported, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var backup = await BackupFile.OpenAsync(exported, cancellation);
        if (backup.Manifest.Kind != BackupKind.Tenant || backup.Tenants[0] != tenant)
        {
            var what = backup.Manifest.Kind == BackupKind.Tenant ? $"an export of tenant '{backup.Tenants[0]}'" : "a backup of a whole database";
            throw new RefusedException("export-foreign", $"{exported} is {what}; name one that 'tenant export {tenant}' wrote.", "exported");
        }

        await backup.CheckAsync(progress, cancellation);
        await using var connection = await LongConnection.OpenAsync(database, cancellation);
        var version = await SchemaScripts.RequireLedgerAsync(connection, cancellation);
        if (version != backup.Manifest.SchemaVersion)
        {
            throw Stale(exported, tenant, $"was made of schema version {backup.Manifest.SchemaVersion}, the database has {version} by now");
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(SchemaScripts.Lock, cancellation);
        var tables = await StoredTable.ReadAllAsync(connection, cancellation);
        await HoldAsync(connection, tables, tenant, cancellation);
        await CompareAsync(connection, tables, backup.Manifest, exported, tenant, progress, cancellation);
        await TenantRows.RemoveRowsAsync(connection, tables, tenant, cancellation);
        await TenantRows.DropTablesAsync(connection, tables, tenant, cancellation);
        await transaction.CommitAsync(cancellation);
        return new RemovedTenant(tenant, backup.Manifest.Tenants[0].Position, backup.Manifest.Rows);
    }

    // In the order in which appends and projections lock, so that they and this wait for each other and never in a circle.
    private static async Task HoldAsync(NpgsqlConnection connection, IReadOnlyList<StoredTable> tables, TenantId tenant, CancellationToken cancellation)
    {
        if (!await connection.AskAsync<bool>("SELECT EXISTS (SELECT FROM dealledger.tenant WHERE tenant_id = $1)", tenant.Value, cancellation))
        {
            throw new RefusedException("tenant-unknown", $"There is no tenant '{tenant}' in this database.", "tenant");
        }

        if (!await connection.AskAsync<bool>($"SELECT pg_try_advisory_xact_lock({NextGeneration.Lock})", tenant.Value, cancellation))
        {
            throw new RefusedException("rebuild-running", $"The read models of tenant '{tenant}' are being rebuilt or verified; wait for that to end.");
        }

        await using (var appends = new NpgsqlCommand(SingleStatementAppend.LockTenant, connection))
        {
            appends.Parameters.Add(Sql.Text(tenant.Value));
            await appends.ExecuteNonQueryAsync(cancellation);
        }

        await using (var projection = new NpgsqlCommand("SELECT FROM dealledger.projection WHERE tenant_id = $1 FOR UPDATE", connection))
        {
            projection.Parameters.Add(Sql.Text(tenant.Value));
            await projection.ExecuteNonQueryAsync(cancellation);
        }

        var partitions = tables.Where(t => t.IsPartitioned).Select(t => t.PartitionSql(tenant.Value));
        await connection.ExecuteAsync($"LOCK TABLE {string.Join(", ", partitions)} IN ACCESS EXCLUSIVE MODE", cancellation);
    }

    private static async Task CompareAsync(
        NpgsqlConnection connection, IReadOnlyList<StoredTable> tables, BackupManifest manifest, string exported, TenantId tenant,
        IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var head = await connection.AskAsync<long>(
            "SELECT coalesce(max(seq_id), 0) FROM ledger.mt_events WHERE tenant_id = $1", tenant.Value, cancellation);
        if (head != manifest.Tenants[0].Position)
        {
            throw Stale(exported, tenant, $"ends at position {manifest.Tenants[0].Position}, the log at {head}");
        }

        // The large tables, which nobody else writes to any more, come before those that other tenants wait for.
        var entries = StoredTable.Entries(tables, BackupKind.Tenant, manifest.Tenants).OrderByDescending(e => e.Table.IsPartitioned).ToList();
        var areOthersHeld = false;
        var done = 0L;
        foreach (var (table, of) in entries)
        {
            if (!table.IsPartitioned && !areOthersHeld)
            {
                var shared = tables.Where(t => !t.IsPartitioned && !t.IsDerived && !t.IsOfDatabase).Select(t => t.Sql);
                await connection.ExecuteAsync($"LOCK TABLE {string.Join(", ", shared)} IN SHARE ROW EXCLUSIVE MODE", cancellation);
                areOthersHeld = true;
            }

            using var digest = new CopyDigest();
            await connection.CopyOutAsync(
                table.CopyOut(of),
                piece =>
                {
                    digest.Add(piece.Span);
                    progress?.Report(new Progress("rows compared", done + digest.Rows, manifest.Rows));
                    return ValueTask.CompletedTask;
                },
                cancellation);
            done += digest.Rows;
            var entry = manifest.Entries.FirstOrDefault(e => e.Name == table.EntryName(of));
            if (entry is null || entry.Rows != digest.Rows || entry.Sha256 != digest.Hash())
            {
                throw Stale(exported, tenant, $"does not hold what {table.Name} holds of it by now");
            }
        }
    }

    private static RefusedException Stale(string exported, TenantId tenant, string why) =>
        new("export-stale", $"{exported} {why}; suspend tenant '{tenant}', export it again, and remove it then.", "exported");
}
