using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace DealLedger.EmbeddedPostgres;

// The server's own note of itself, postmaster.pid in the data folder; it outlives a server that is killed.
internal sealed record Postmaster(int ProcessId, int Port, string? SocketFolder)
{
    private const string FileName = "postmaster.pid";
    private const int PortLine = 3;
    private const int SocketLine = 4;

    /// <summary>The server that lives on the data folder, or null.</summary>
    public static async Task<Postmaster?> FindAliveAsync(string data, CancellationToken cancellationToken)
    {
        var lines = ReadLines(Path.Combine(data, FileName));
        if (lines.Length == 0 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var id) || !await ServesAsync(id, data, cancellationToken))
        {
            return null;
        }

        var port = lines.Length > PortLine && int.TryParse(lines[PortLine], CultureInfo.InvariantCulture, out var read) ? read : 0;
        var socket = lines.Length > SocketLine && lines[SocketLine].Length > 0 ? lines[SocketLine] : null;
        return new Postmaster(id, port, socket);
    }

    /// <summary>
    /// Removes the note of a dead server. PostgreSQL would refuse to start when its number has gone to another process;
    /// that no process of the old server still has the data open it tells by shared memory, without the note.
    /// </summary>
    public static void RemoveNoteOfDead(string data) => File.Delete(Path.Combine(data, FileName));

    /// <summary>
    /// Ends what is left of a server whose postmaster was killed: a long query does not notice, and keeps the data for itself.
    /// Nothing can be lost that was committed; for the write-ahead log it is one more crash.
    /// </summary>
    public static async Task EndOrphansAsync(string data, ServerAccount account, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                // A server's processes write what they do behind their name.
                if (!process.ProcessName.StartsWith("postgres", StringComparison.Ordinal))
                {
                    continue;
                }

                // All of them work in the data folder; the link shows itself to the same user only.
                var folder = await account.RunAsync(["readlink", $"/proc/{process.Id}/cwd"], cancellationToken);
                if (folder?.Output.Trim() == data)
                {
                    process.Kill();
                }
            }
        }
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return [];
        }
    }

    // A number can have gone to another process, so the command is looked at; that of a zombie is empty.
    private static async Task<bool> ServesAsync(int id, string data, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return ProcessName(id) == "postgres";
        }

        if (OperatingSystem.IsLinux())
        {
            return Command(id).Contains(data, StringComparison.Ordinal);
        }

        var listed = await ChildProcess.RunAsync(["ps", "-ww", "-p", id.ToString(CultureInfo.InvariantCulture), "-o", "args="], cancellationToken);
        return listed is { Succeeded: true } && listed.Output.Contains(data, StringComparison.Ordinal);
    }

    private static string Command(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static string? ProcessName(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.ProcessName;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
