using DealLedger.EmbeddedPostgres;

namespace DealLedger.Testing;

/// <summary>A home folder for tests with a short path; disposing stops its server and deletes it, and so does the next run after a crash.</summary>
public sealed class TemporaryHome : IAsyncDisposable
{
    private const string LockName = "in-use";

    private static readonly string Root = Path.Combine(Path.GetTempPath(), $"dealledger-tests-{Environment.UserName}");

    private readonly string _folder;
    private readonly FileStream _inUse;

    private TemporaryHome(string folder, FileStream inUse)
    {
        _folder = folder;
        _inUse = inUse;
        Folder = HomeIn(folder);
    }

    /// <summary>The home, an empty place that does not exist yet.</summary>
    public HomeFolder Folder { get; }

    /// <summary>Makes a home, after clearing away those of test runs that died.</summary>
    public static async Task<TemporaryHome> CreateAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Root);
        foreach (var left in Directory.GetDirectories(Root))
        {
            await ClearLeftoverAsync(left, cancellationToken);
        }

        // Locked before it gets its name under the root, so that no other run takes it for a leftover.
        var name = Guid.NewGuid().ToString("n")[..12];
        var made = Directory.CreateTempSubdirectory("dealledger-").FullName;
        AllowPassage(made);
        var inUse = new FileStream(Path.Combine(made, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        var folder = Path.Combine(Root, name);
        Directory.Move(made, folder);
        return new TemporaryHome(folder, inUse);
    }

    /// <summary>Stops a server that is left and deletes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await RemoveAsync(_folder, CancellationToken.None);
        await _inUse.DisposeAsync();
    }

    private static async Task ClearLeftoverAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var held = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            await RemoveAsync(folder, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use by another run, or just being removed by it.
        }
    }

    private static async Task RemoveAsync(string folder, CancellationToken cancellationToken)
    {
        var home = HomeIn(folder);
        if (Directory.Exists(home.Path))
        {
            await StopAsync(home, cancellationToken);
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task StopAsync(HomeFolder home, CancellationToken cancellationToken)
    {
        try
        {
            await EmbeddedServer.StopUnusedAsync(home, TimeProvider.System, cancellationToken);
        }
        catch (EmbeddedPostgresException)
        {
            // A home that a test broke; a server that still ran on it would end when its data folder goes.
        }
    }

    private static HomeFolder HomeIn(string folder) => new(Path.Combine(folder, "home"));

    // The server of a test run by root runs as another user, who must get through.
    private static void AllowPassage(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }
}
