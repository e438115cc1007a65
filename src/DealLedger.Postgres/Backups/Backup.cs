using System.Data;
using System.IO.Compression;
using System.Security.Cryptography;
using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Schema;
using Npgsql;

namespace DealLedger.Postgres.Backups;

/// <summary>
/// What a backup wrote: its manifest, that manifest's SHA-256 by which the file is known, the size of the file in bytes, and why it does not stand in
/// the access log, if so.
/// </summary>
public sealed record WrittenBackup(BackupManifest Manifest, string Sha256, long Bytes, string? WhyNotNoted);

/// <summary>
/// Writes a database or a tenant of it into one file, while all goes on: one snapshot, copied table by table, so that memory stays bounded. The file
/// gets its name when it is whole.
/// </summary>
public sealed class Backup(LedgerDatabase database, TimeProvider clock)
{
    private const int RowsAReport = 20_000;

    // What others of the machine may not read: it holds all that the database does.
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string Tenants = """
        SELECT t.tenant_id, (SELECT coalesce(max(e.seq_id), 0) FROM ledger.mt_events e WHERE e.tenant_id = t.tenant_id), coalesce(p.position, 0)
        FROM dealledger.tenant t LEFT JOIN dealledger.projection p USING (tenant_id)
        WHERE t.tenant_id = $1 OR $1 IS NULL ORDER BY t.tenant_id
        """;

    private const string Unlisted = """
        SELECT min(m.partition_value) FROM ledger.mt_tenant_partitions m
        WHERE NOT EXISTS (SELECT FROM dealledger.tenant t WHERE t.tenant_id = m.partition_value)
        """;

    /// <summary>Backs the whole database up. Refuses a file that exists unless it may be overwritten, and a database without a ledger.</summary>
    public Task<WrittenBackup> RunAsync(string path, bool mayOverwrite, IProgress<Progress>? progress, CancellationToken cancellation) =>
        WriteAsync(null, path, mayOverwrite, progress, cancellation);

    /// <summary>Exports a tenant. Refuses as a backup does, and a tenant that does not exist (<c>tenant-unknown</c>).</summary>
    public Task<WrittenBackup> ExportAsync(
        TenantId tenant, string path, bool mayOverwrite, IProgress<Progress>? progress, CancellationToken cancellation) =>
        WriteAsync(tenant, path, mayOverwrite, progress, cancellation);

    private async Task<WrittenBackup> WriteAsync(
        TenantId? tenant, string path, bool mayOverwrite, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (Directory.Exists(path) || (File.Exists(path) && !mayOverwrite))
        {
            throw Exists(path);
        }

        await using var connection = await LongConnection.OpenAsync(database, cancellation);
        var part = path + ".part";
        var file = new FileStream(part, Private(FileMode.Create));
        try
        {
            WrittenBackup written;
            await using (file)
            {
                // One that an interrupted backup left has the rights that it was left with.
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(file.SafeFileHandle, OwnerAlone);
                }

                var whyNotNoted = await new BackupNote(database, clock).WriteAsync(connection, tenant, cancellation);
                var (manifest, hash) = await WriteAsync(connection, tenant, file, progress, cancellation);
                file.Flush(flushToDisk: true);
                written = new WrittenBackup(manifest, hash, file.Length, whyNotNoted);
            }

            Rename(part, path, mayOverwrite);
            return written;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    private async Task<(BackupManifest Manifest, string Sha256)> WriteAsync(
        NpgsqlConnection connection, TenantId? tenant, FileStream file, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (tables, transaction) = await BeginAsync(connection, cancellation);
        await using var snapshot = transaction;
        var kind = tenant is null ? BackupKind.Database : BackupKind.Tenant;
        var tenants = await TenantsAsync(connection, tenant, cancellation);
        var entries = new List<BackupEntry>();
        await using var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation);
        foreach (var (table, of) in StoredTable.Entries(tables, kind, tenants))
        {
            var events = table.Relation == "mt_events" ? tenants.First(t => t.Id == of).Position : 0;
            entries.Add(await CopyAsync(connection, archive, table, of, events, progress, cancellation));
        }

        var manifest = new BackupManifest(
            BackupManifest.CurrentFormat, kind, clock.GetUtcNow().ToMicroseconds(), (await SchemaScripts.StandAsync(connection, cancellation)).Version,
            connection.PostgreSqlVersion.ToString(), tenants,
            [.. tables.Where(t => entries.Exists(e => e.Table == t.Name)).Select(t => new BackupTable(t.Name, t.Columns))], entries);
        var json = manifest.ToJson();
        await using var last = await archive.CreateEntry(BackupManifest.EntryName).OpenAsync(cancellation);
        await last.WriteAsync(json, cancellation);
        return (manifest, Convert.ToHexStringLower(SHA256.HashData(json)));
    }

    // Locked before the snapshot is taken: neither a migration nor the removal of a tenant comes in between.
    private static async Task<(IReadOnlyList<StoredTable> Tables, NpgsqlTransaction Snapshot)> BeginAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        await SchemaScripts.RequireLedgerAsync(connection, cancellation);
        var before = await StoredTable.ReadAllAsync(connection, cancellation);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        try
        {
            var kept = before.Where(t => !t.IsDerived).Select(t => t.Sql);
            await connection.ExecuteAsync($"SET TRANSACTION READ ONLY; LOCK TABLE {string.Join(", ", kept)} IN ACCESS SHARE MODE", cancellation);
            var tables = await StoredTable.ReadAllAsync(connection, cancellation);
            return tables.Select(t => t.Name).SequenceEqual(before.Select(t => t.Name))
                ? (tables, transaction)
                : throw new RefusedException("schema-changed", "The database is being migrated; back it up when that has ended.");
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    private static async Task<List<BackupTenant>> TenantsAsync(NpgsqlConnection connection, TenantId? tenant, CancellationToken cancellation)
    {
        var tenants = new List<BackupTenant>();
        await using (var command = new NpgsqlCommand(Tenants, connection))
        {
            command.Parameters.Add(Sql.Text(tenant?.Value));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                tenants.Add(new BackupTenant(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
            }
        }

        if (tenant is { } wanted)
        {
            return tenants.Count > 0
                ? tenants
                : throw new RefusedException("tenant-unknown", $"There is no tenant '{wanted}' in this database.", "tenant");
        }

        await using var unlisted = new NpgsqlCommand(Unlisted, connection);
        return await unlisted.ExecuteScalarAsync(cancellation) is string stranger
            ? throw new RefusedException(
                "tenant-unlisted",
                $"ledger.mt_tenant_partitions names a tenant '{stranger}' that dealledger.tenant does not have; its events would be missing in the backup.")
            : tenants;
    }

    private static async Task<BackupEntry> CopyAsync(
        NpgsqlConnection connection, ZipArchive archive, StoredTable table, string? tenant, long expected, IProgress<Progress>? progress,
        CancellationToken cancellation)
    {
        using var digest = new CopyDigest();
        var told = 0L;
        var name = table.EntryName(tenant);
        await using (var entry = await archive.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellation))
        {
            await connection.CopyOutAsync(
                table.CopyOut(tenant),
                async piece =>
                {
                    digest.Add(piece.Span);
                    await entry.WriteAsync(piece, cancellation);
                    if (digest.Rows - told >= RowsAReport)
                    {
                        told = digest.Rows;
                        progress?.Report(new Progress($"rows of {table.Name} written", told, expected));
                    }
                },
                cancellation);
        }

        return new BackupEntry(name, table.Name, tenant, digest.Rows, digest.Bytes, digest.Hash());
    }

    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16, Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerAlone;
        }

        return options;
    }

    private static void Rename(string part, string path, bool mayOverwrite)
    {
        try
        {
            File.Move(part, path, mayOverwrite);
        }
        catch (IOException) when (!mayOverwrite && File.Exists(path))
        {
            throw Exists(path);
        }
    }

    private static RefusedException Exists(string path) => Directory.Exists(path)
        ? new RefusedException("file-exists", $"{path} is a folder; name a file in it.", "out")
        : new RefusedException("file-exists", $"{path} exists; name another file, or overwrite it with --force.", "out");
}
