using System.IO.Compression;
using System.Security.Cryptography;
using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Backups;

/// <summary>A backup to read. What is cut off, altered or none is refused, with what is wrong and where.</summary>
internal sealed class BackupFile : IAsyncDisposable
{
    private const int MostManifestBytes = 64 * 1024 * 1024;
    private const int LongestName = 200;
    private static readonly byte[] BeginningOfZip = [.. "PK"u8];

    private readonly FileStream _file;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;

    private BackupFile(FileStream file, ZipArchive archive, Dictionary<string, ZipArchiveEntry> entries, BackupManifest manifest, string sha256) =>
        (_file, _archive, _entries, Manifest, Sha256) = (file, archive, entries, manifest, sha256);

    /// <summary>What the backup says of itself.</summary>
    public BackupManifest Manifest { get; }

    /// <summary>The SHA-256 of the manifest, by which the backup is known.</summary>
    public string Sha256 { get; }

    /// <summary>The ids of its tenants.</summary>
    public IReadOnlyList<TenantId> Tenants { get; private init; } = [];

    /// <summary>Opens a backup and reads its manifest.</summary>
    public static async Task<BackupFile> OpenAsync(string path, CancellationToken cancellation)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, useAsync: true);
        ZipArchive? archive = null;
        try
        {
            archive = await OpenArchiveAsync(file, path, cancellation);
            var entries = EntriesOf(archive, path);
            var json = await ReadManifestAsync(entries, path, cancellation);
            var manifest = ManifestOf(json, path);
            return new BackupFile(file, archive, entries, manifest, Convert.ToHexStringLower(SHA256.HashData(json))) { Tenants = TenantsOf(manifest, path) };
        }
        catch
        {
            if (archive is not null)
            {
                await archive.DisposeAsync();
            }

            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads every entry, and refuses the file when one is not what the manifest says.</summary>
    public async Task CheckAsync(IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var expected = Manifest.Entries.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        if (expected.Count != Manifest.Entries.Count)
        {
            throw Altered("its manifest names an entry twice");
        }

        if (_entries.Keys.FirstOrDefault(e => e != BackupManifest.EntryName && !expected.Contains(e)) is { } stranger)
        {
            throw Altered($"its manifest does not name the entry '{Short(stranger)}'");
        }

        var total = Manifest.Entries.Sum(e => Math.Max(0, e.Bytes));
        var done = 0L;
        foreach (var entry in Manifest.Entries)
        {
            await ReadAsync(
                entry,
                piece =>
                {
                    done += piece.Length;
                    progress?.Report(new Progress("bytes checked", done, total));
                    return ValueTask.CompletedTask;
                },
                cancellation);
        }
    }

    /// <summary>Reads an entry piece by piece; refuses it at its end, or where it cannot be read, when it is not what the manifest says.</summary>
    public async Task ReadAsync(BackupEntry entry, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellation)
    {
        using var digest = new CopyDigest();
        var buffer = new byte[1 << 16];
        try
        {
            await using var stream = await Find(entry).OpenAsync(cancellation);
            while (await stream.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                digest.Add(buffer.AsSpan(0, read));
                if (digest.Bytes > entry.Bytes)
                {
                    throw Altered($"its entry '{entry.Name}' is longer than the {entry.Bytes} bytes of its manifest");
                }

                await take(buffer.AsMemory(0, read));
            }
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or EndOfStreamException)
        {
            throw Altered($"its entry '{entry.Name}' cannot be unpacked after {digest.Bytes} of {entry.Bytes} bytes");
        }

        if (digest.Bytes != entry.Bytes || digest.Hash() != entry.Sha256)
        {
            throw Altered($"its entry '{entry.Name}' has {digest.Bytes} bytes that are not those of its manifest");
        }

        if (!digest.IsWhole || digest.Rows != entry.Rows)
        {
            throw Altered($"its entry '{entry.Name}' has {digest.Rows} rows where its manifest says {entry.Rows}");
        }
    }

    /// <summary>Says of this backup that it is not the one that was written.</summary>
    public RefusedException Altered(string what) => Altered(_file.Name, what);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _archive.DisposeAsync();
        await _file.DisposeAsync();
    }

    private ZipArchiveEntry Find(BackupEntry entry) =>
        _entries.TryGetValue(entry.Name, out var found) ? found : throw Altered($"its entry '{Short(entry.Name)}' is missing");

    private static async Task<ZipArchive> OpenArchiveAsync(FileStream file, string path, CancellationToken cancellation)
    {
        var beginning = new byte[BeginningOfZip.Length];
        var read = await file.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellation);
        if (read < beginning.Length || !beginning.AsSpan().SequenceEqual(BeginningOfZip))
        {
            throw Foreign(path, "it does not begin as a ZIP file does");
        }

        file.Position = 0;
        try
        {
            return await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellation);
        }
        catch (InvalidDataException)
        {
            throw Altered(path, $"it ends after {file.Length} bytes without the directory that a ZIP file ends with: it was cut off, or is not copied yet");
        }
    }

    private static Dictionary<string, ZipArchiveEntry> EntriesOf(ZipArchive archive, string path)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        try
        {
            foreach (var entry in archive.Entries)
            {
                if (!entries.TryAdd(entry.FullName, entry))
                {
                    throw Altered(path, $"it has two entries '{Short(entry.FullName)}'");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw Altered(path, "the directory at its end cannot be read");
        }

        return entries;
    }

    private static async Task<byte[]> ReadManifestAsync(Dictionary<string, ZipArchiveEntry> entries, string path, CancellationToken cancellation)
    {
        if (!entries.TryGetValue(BackupManifest.EntryName, out var entry))
        {
            throw Foreign(path, $"it has no entry '{BackupManifest.EntryName}'");
        }

        using var json = new MemoryStream();
        try
        {
            await using var stream = await entry.OpenAsync(cancellation);
            var buffer = new byte[1 << 16];
            while (await stream.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                json.Write(buffer, 0, read);
                if (json.Length > MostManifestBytes)
                {
                    throw Altered(path, $"its '{BackupManifest.EntryName}' is longer than {MostManifestBytes} bytes");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw Altered(path, $"its '{BackupManifest.EntryName}' cannot be unpacked");
        }

        return json.ToArray();
    }

    private static BackupManifest ManifestOf(byte[] json, string path) => BackupManifest.FormatOf(json) switch
    {
        BackupManifest.CurrentFormat when BackupManifest.TryRead(json) is { } manifest => manifest,
        null or BackupManifest.CurrentFormat => throw Altered(path, $"its '{BackupManifest.EntryName}' is not what dealledger writes"),
        var other => throw new RefusedException(
            "backup-newer",
            $"{path} has the format '{Short(other)}'; this program reads {BackupManifest.CurrentFormat}. Use the newer dealledger that made it."),
    };

    private static List<TenantId> TenantsOf(BackupManifest manifest, string path)
    {
        var tenants = new List<TenantId>();
        foreach (var tenant in manifest.Tenants)
        {
            if (!TenantId.TryParse(tenant.Id, out var id) || tenants.Contains(id))
            {
                throw Altered(path, $"its manifest names the tenant '{Short(tenant.Id)}', which is no id or is named before");
            }

            tenants.Add(id);
        }

        return manifest.Kind == BackupKind.Database || tenants.Count == 1
            ? tenants
            : throw Altered(path, "it is an export of one tenant, but names another number of them");
    }

    private static string Short(string text) => text.Length > LongestName ? text[..LongestName] + "…" : text;

    private static RefusedException Foreign(string path, string what) =>
        new("backup-foreign", $"{path} is no backup of dealledger: {what}. Name a file that 'backup' or 'tenant export' wrote.");

    private static RefusedException Altered(string path, string what) =>
        new("backup-damaged", $"{path} is damaged: {what}. Use another copy of it, or another backup.");
}
