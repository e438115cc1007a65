namespace DealLedger.EmbeddedPostgres;

// A lock that the system frees when its process dies, however it dies: FileShare.None is flock on Unix.
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    public static async Task<FileLock> WaitAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            if (Try(path, FileMode.OpenOrCreate) is { } held)
            {
                return held;
            }

            if (clock.GetElapsedTime(started) > Patience)
            {
                throw new EmbeddedPostgresException(
                    "start-locked", $"Another process has held {path} for {Patience.TotalMinutes:0} minutes; end that dealledger and try again.");
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>The lock, or null while another holder has it.</summary>
    public static FileLock? Try(string path, FileMode mode)
    {
        try
        {
            return new FileLock(new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedPostgresException(
                "home-not-writable", $"{path} belongs to another user; run as that user, or name another home with --home or {HomeFolder.Variable}.", e);
        }
    }

    public void Dispose() => _stream.Dispose();
}
