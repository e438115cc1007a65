using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Backups;
using DealLedger.Testing;

namespace DealLedger.Postgres.Tests.Backups;

/// <summary>A folder for the backups of a test.</summary>
internal sealed class BackupFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealledger-backups-");

    public string At(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Another file with what a change makes of an entry, and a manifest that says so where it is wanted.</summary>
    public string Altered(string file, string entry, Func<byte[], byte[]?> change, Action<JsonObject>? manifest = null, bool isTold = false)
    {
        var path = At($"altered-{Guid.NewGuid():n}");
        File.Copy(At(file), path);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        var content = Read(archive, entry);
        var altered = change(content);
        Write(archive, entry, altered);
        var json = JsonNode.Parse(Read(archive, BackupManifest.EntryName))!.AsObject();
        if (isTold)
        {
            var told = json["entries"]!.AsArray().First(e => (string?)e!["name"] == entry)!;
            told["bytes"] = altered!.LongLength;
            told["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(altered));
        }

        manifest?.Invoke(json);
        if (isTold || manifest is not null)
        {
            Write(archive, BackupManifest.EntryName, Encoding.UTF8.GetBytes(json.ToJsonString()));
        }

        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Read(ZipArchive archive, string entry)
    {
        using var content = new MemoryStream();
        using var stream = archive.GetEntry(entry)!.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static void Write(ZipArchive archive, string entry, byte[]? content)
    {
        archive.GetEntry(entry)!.Delete();
        if (content is not null)
        {
            using var stream = archive.CreateEntry(entry).Open();
            stream.Write(content);
        }
    }
}

/// <summary>Backups and restores of ledgers under test.</summary>
internal static class Copies
{
    public static async Task<LedgerDatabase> NewDatabaseAsync() => new(await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation));

    public static Task<WrittenBackup> BackUpAsync(this LedgerDatabase database, string path) =>
        new Backup(database, new FixedClock(TestLedger.Noon)).RunAsync(path, mayOverwrite: false, progress: null, TestLedger.Cancellation);

    public static Task<WrittenBackup> ExportAsync(this LedgerDatabase database, TenantId tenant, string path) =>
        new Backup(database, new FixedClock(TestLedger.Noon)).ExportAsync(tenant, path, mayOverwrite: false, progress: null, TestLedger.Cancellation);

    public static Task<RestoredBackup> RestoreAsync(this LedgerDatabase database, string path) => database.RestoreUntilAsync(path, null, TestLedger.Cancellation);

    public static Task<RestoredBackup> RestoreUntilAsync(this LedgerDatabase database, string path, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var projector = new Projector(database, TimeProvider.System);
        var restore = new Restore(database, new Rebuild(database, new LedgerStore(database), projector), new Verifier(database, projector));
        return restore.RunAsync(path, progress, cancellation);
    }

    public static async Task<RefusedException> ShouldRefuseAsync(this Task work, string code, string saying)
    {
        var refused = await Should.ThrowAsync<RefusedException>(work);
        refused.Refusal.Code.ShouldBe(code, refused.Message);
        refused.Message.ShouldContain(saying);
        return refused;
    }

    public static TenantId Tenant(string id) => TenantId.TryParse(id, out var tenant) ? tenant : throw new ArgumentException(id);
}
