namespace DealLedger.EmbeddedPostgres;

/// <summary>The folder that holds everything of one embedded database.</summary>
public sealed record HomeFolder
{
    /// <summary>The environment variable that names the home when no option does.</summary>
    public const string Variable = "DEALLEDGER_HOME";

    /// <summary>Takes the folder at a path, relative to the working folder.</summary>
    public HomeFolder(string path) => Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>The absolute path, without a separator at its end.</summary>
    public string Path { get; }

    /// <summary>The home that an option names, else the environment, else the user's own.</summary>
    public static HomeFolder Resolve(string? option = null)
    {
        var named = string.IsNullOrWhiteSpace(option) ? Environment.GetEnvironmentVariable(Variable) : option;
        if (!string.IsNullOrWhiteSpace(named))
        {
            return new HomeFolder(named);
        }

        var userData = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return userData.Length > 0
            ? new HomeFolder(System.IO.Path.Combine(userData, "dealledger"))
            : throw new EmbeddedPostgresException("no-home", $"This user has no data folder for the embedded database; name one with --home or {Variable}.");
    }

    /// <inheritdoc />
    public override string ToString() => Path;

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    internal void Create()
    {
        try
        {
            PrivateFiles.CreateFolder(Path);
            PrivateFiles.CreateFolder(File("users"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                "home-not-writable", $"The home folder {Path} cannot be written ({e.Message}); name another with --home or {Variable}.", e);
        }
    }
}
