using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using DealLedger.Cli;

namespace DealLedger.Testing;

/// <summary>A process that runs <c>dealledger serve</c> on a database.</summary>
public sealed class ServedHost : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    private ServedHost(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote to its errors.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts a host that listens on a free port; it ends with whoever disposes of it.</summary>
    public static async Task<ServedHost> StartAsync(string connectionString, string home, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "serve", "--port", "0", "--json", "--home", home])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [GlobalOptions.DatabaseVariable] = connectionString },
        };
        var host = new ServedHost(Process.Start(start)!);
        var line = await host._process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(LongestStart, cancellation);
        host.Address = new Uri(JsonDocument.Parse(line ?? throw new InvalidOperationException(host.Errors)).RootElement.GetProperty("address").GetString()!);
        return host;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGSTOP: it stands still and knows nothing of it.</summary>
    public Task StopAsync() => Signals.SendAsync("STOP", _process.Id);

    /// <summary>SIGCONT.</summary>
    public Task ContinueAsync() => Signals.SendAsync("CONT", _process.Id);

    /// <summary>SIGTERM; its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await Signals.SendAsync("TERM", _process.Id);
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(LongestStart, CancellationToken.None);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
