using System.ComponentModel;
using System.Diagnostics;

namespace DealLedger.EmbeddedPostgres;

internal sealed record ChildResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>What the command said last, on one line.</summary>
    public string LastLine =>
        $"{Output}\n{Error}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
        ?? $"exit code {ExitCode}";
}

internal static class ChildProcess
{
    private static readonly TimeSpan LateOutput = TimeSpan.FromSeconds(2);

    /// <summary>Runs a command to its end; null when there is no such command.</summary>
    public static async Task<ChildResult?> RunAsync(
        IReadOnlyList<string> command, CancellationToken cancellationToken, string? workingFolder = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            // The caller's working folder may be closed to the user that the command runs as.
            WorkingDirectory = workingFolder ?? Path.GetPathRoot(Environment.SystemDirectory is { Length: > 0 } system ? system : "/"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        // Messages are read below, so they must come in one language.
        start.Environment["LC_ALL"] = "C";

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        // A server that pg_ctl started can keep the pipes open for as long as it runs.
        await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(LateOutput, cancellationToken));
        return new ChildResult(process.ExitCode, TextOf(output), TextOf(error));
    }

    private static string TextOf(Task<string> read) => read.IsCompletedSuccessfully ? read.Result : string.Empty;
}
