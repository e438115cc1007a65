using System.Diagnostics;
using System.Globalization;
using DealLedger.Testing;

namespace DealLedger.Tests.EmbeddedPostgres;

// Another process that holds the server of a home.
internal sealed class HolderProcess : IDisposable
{
    private static readonly string Program = typeof(TestDatabase).Assembly.Location;

    private readonly Process _process;

    private HolderProcess(Process process) => _process = process;

    public static HolderProcess Start(TemporaryHome home, IReadOnlyDictionary<string, string>? environment = null, params IEnumerable<string> prefix)
    {
        IReadOnlyList<string> command = [.. prefix, "dotnet", Program, home.Folder.Path];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new HolderProcess(process);
    }

    public int Id => _process.Id;

    /// <summary>The process number of the server, once it runs.</summary>
    public async Task<int> ReadyAsync() =>
        int.Parse((await LineAsync()).Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>What it printed: the server's process number and its address, or a refusal.</summary>
    public async Task<string> LineAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(3))
        ?? throw new InvalidOperationException("The holder ended without a word.");

    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
