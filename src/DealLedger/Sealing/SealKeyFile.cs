using DealLedger.Core.Ledger;
using DealLedger.EmbeddedPostgres;
using DealLedger.Postgres.Sealing;

namespace DealLedger.Sealing;

/// <summary>
/// The file with the key that seals are signed with: the one that is given, which several hosts may share, else one in the home folder, made
/// at first use with rights for its owner alone.
/// </summary>
internal sealed class SealKeyFile(string? given, string? home)
{
    /// <summary>The environment variable that names the file when no option does.</summary>
    public const string Variable = "DEALLEDGER_SEAL_KEY";

    private const string Name = "seal-key.pem";
    private const int LargestFile = 16 * 1024;

    /// <summary>Opens the key, made if it has to be; it is read anew each time, so that a new key counts at once.</summary>
    public SealKey Open()
    {
        try
        {
            return given is null ? ReadOrMake() : Read(given);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or EmbeddedPostgresException)
        {
            throw new RefusedException("seal-key-unreadable", $"The key of the seals cannot be had: {problem.Message} Name one with --seal-key or {Variable}.");
        }
    }

    /// <summary>
    /// Puts a new key in the place of the home's own and returns it. Seals signed with the old one stay valid: its public half is kept with them.
    /// </summary>
    public SealKey Rotate()
    {
        if (given is not null)
        {
            throw new RefusedException(
                "seal-key-given",
                $"The key was given by --seal-key or {Variable}, so it is not this program's to replace; put a new key into that file, or name another one.");
        }

        var folder = HomeFolder.Resolve(home);
        folder.Create();
        using var alone = Lock(folder);
        var made = SealKey.Create();
        PrivateFiles.Write(folder.File(Name), made.ToPem());
        return made;
    }

    private SealKey ReadOrMake()
    {
        var folder = HomeFolder.Resolve(home);
        folder.Create();
        var path = folder.File(Name);
        if (!File.Exists(path))
        {
            MakeOnce(folder, path);
        }

        return Read(path);
    }

    // A seal is signed as soon as there is a key: of several processes that find none, one makes it, and the others wait for that.
    private static void MakeOnce(HomeFolder folder, string path)
    {
        using var alone = Lock(folder);
        if (!File.Exists(path))
        {
            using var made = SealKey.Create();
            PrivateFiles.Write(path, made.ToPem());
        }
    }

    // Held for as long as it takes to write a key.
    private static FileLock Lock(HomeFolder folder) =>
        FileLock.WaitAsync(folder.File("keys.lock"), TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();

    private static SealKey Read(string path) => new FileInfo(path) switch
    {
        { Exists: false } => throw new RefusedException("seal-key-missing", $"There is no key in {path}; correct --seal-key or {Variable}, or leave them out."),
        { Length: > LargestFile } => throw new RefusedException("seal-key-unreadable", $"{path} is larger than a key; name a PEM file with one private key."),
        _ => SealKey.FromPem(File.ReadAllText(path), path),
    };
}
