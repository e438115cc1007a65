using System.Diagnostics;
using System.Globalization;

namespace DealLedger.Testing;

/// <summary>Signals to processes of others.</summary>
public static class Signals
{
    /// <summary>Sends a signal, such as KILL, STOP or CONT; a process that is gone already is none.</summary>
    public static async Task SendAsync(string signal, params IReadOnlyCollection<int> processes)
    {
        if (processes.Count == 0)
        {
            return;
        }

        var start = new ProcessStartInfo("kill", ["-" + signal, .. processes.Select(p => p.ToString(CultureInfo.InvariantCulture))]) { RedirectStandardError = true };
        using var kill = Process.Start(start)!;
        await kill.StandardError.ReadToEndAsync(CancellationToken.None);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>The processes that a process has started and that are there still (Linux).</summary>
    public static IReadOnlyList<int> ChildrenOf(int process) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(id => ParentOf(id) == process),
    ];

    // The parent comes behind the name, which stands in parentheses and may hold any character, and the state.
    private static int? ParentOf(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
