using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DealLedger.EmbeddedPostgres;

// Where the files of a home's server lie: in the home, or, when its user cannot get there, in a place of its own.
internal sealed class ClusterFolder
{
    private const string HalfDone = "new-";
    private const string PointerName = "cluster.json";
    private const string Elsewhere = "/var/lib/dealledger";
    // 108 bytes hold the whole path of a socket on Linux, 104 on macOS, with the closing zero and PostgreSQL's file name.
    private const int LongestSocketFolder = 103 - 20;

    private readonly HomeFolder _home;
    private readonly string _path;

    private ClusterFolder(HomeFolder home, string path)
    {
        _home = home;
        _path = path;
    }

    public string Data => Path.Combine(_path, "data");

    public string Log => Path.Combine(_path, "postgres.log");

    public bool IsCreated => File.Exists(Path.Combine(Data, "PG_VERSION"));

    public static async Task<ClusterFolder> LocateAsync(HomeFolder home, ServerAccount account, CancellationToken cancellationToken)
    {
        // pg_ctl puts the path between double quotes into a shell command.
        if (!OperatingSystem.IsWindows() && home.Path.IndexOfAny(['"', '$', '`', '\\', '\n']) >= 0)
        {
            throw new EmbeddedPostgresException(
                "home-not-usable", $"The home folder {home} has a quote, $, ` or \\ in its name, which PostgreSQL cannot take; name another with --home.");
        }

        if (account.IsOther && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(home.Path, File.GetUnixFileMode(home.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        var folder = ReadPointer(home) is { } pointer
            ? Existing(home, pointer)
            : await ChooseAsync(home, account, cancellationToken);
        PrivateFiles.CreateFolder(folder._path);
        if (account.IsOther && !folder.IsCreated)
        {
            await account.OwnAsync(folder._path, cancellationToken);
        }

        return folder;
    }

    /// <summary>The folder of the Unix socket; null on Windows.</summary>
    public async Task<string?> SocketFolderAsync(ServerAccount account, string ownerPassword, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var folder = Path.Combine(_path, "socket");
        if (Encoding.UTF8.GetByteCount(folder) > LongestSocketFolder)
        {
            // Named after a secret, so that nobody else can have made it.
            folder = Path.Combine("/tmp", $"dealledger-{Hash(ownerPassword)}");
        }

        PrivateFiles.CreateFolder(folder);
        await account.OwnAsync(folder, cancellationToken);
        return folder;
    }

    public void RemoveShortSocketFolder(string? socketFolder)
    {
        if (socketFolder is not null && !socketFolder.StartsWith(_path, StringComparison.Ordinal) && Directory.Exists(socketFolder))
        {
            Directory.Delete(socketFolder, recursive: true);
        }
    }

    /// <summary>A folder to create the cluster in; <see cref="Keep"/> makes it the cluster.</summary>
    public string NewData() => Path.Combine(_path, $"{HalfDone}{Guid.NewGuid():n}");

    /// <summary>Removes what a killed process left of a cluster that it was creating.</summary>
    public void RemoveHalfDone()
    {
        foreach (var left in new DirectoryInfo(_path).EnumerateFileSystemInfos($"{HalfDone}*"))
        {
            try
            {
                if (left is DirectoryInfo folder)
                {
                    folder.Delete(recursive: true);
                }
                else
                {
                    left.Delete();
                }
            }
            catch (IOException)
            {
                // Its initdb outlived it by a moment and still works there; a later start removes it.
            }
        }
    }

    public void Keep(string newData) => Directory.Move(newData, Data);

    /// <summary>Notes that the cluster exists, so that its loss is not taken for a new home.</summary>
    public void NoteCreated() => WritePointer(created: true);

    private static ClusterFolder Existing(HomeFolder home, Pointer pointer)
    {
        var folder = new ClusterFolder(home, Path.Combine(home.Path, pointer.Folder));
        return !pointer.Created || folder.IsCreated
            ? folder
            : throw new EmbeddedPostgresException(
                "cluster-missing", $"The database of {home} should be in {folder.Data} and is not; restore it, or delete {home} to begin anew.");
    }

    private static async Task<ClusterFolder> ChooseAsync(HomeFolder home, ServerAccount account, CancellationToken cancellationToken)
    {
        var folder = new ClusterFolder(home, home.File("postgres"));
        if (!await account.CanEnterAsync(home.Path, cancellationToken))
        {
            // A folder of this name is that of an earlier home at the same path; it may be somebody's only copy.
            var named = Path.Combine(Elsewhere, Hash(home.Path));
            var free = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? named : $"{named}-{n}").First(path => !Directory.Exists(path));
            folder = new ClusterFolder(home, free);
        }

        folder.WritePointer(created: false);
        return folder;
    }

    private static Pointer? ReadPointer(HomeFolder home)
    {
        var path = home.File(PointerName);
        return File.Exists(path) ? JsonSerializer.Deserialize<Pointer>(File.ReadAllText(path)) : null;
    }

    // Relative inside the home, so that a home can be moved.
    private void WritePointer(bool created)
    {
        var inside = Path.GetRelativePath(_home.Path, _path);
        var pointer = new Pointer(inside.StartsWith("..", StringComparison.Ordinal) ? _path : inside, created);
        PrivateFiles.Write(_home.File(PointerName), JsonSerializer.Serialize(pointer));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private sealed record Pointer(string Folder, bool Created);
}
