using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DealLedger.Cli;

namespace DealLedger.Tests.Cli;

/// <summary>A server in a process of its own, told only what a test tells it.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly DirectoryInfo _home;
    private readonly ConcurrentQueue<string> _errors = new();

    private ServeProcess(Process process, DirectoryInfo home)
    {
        (_process, _home) = (process, home);
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
    }

    /// <summary>Asks it.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>All that it has written on its errors, which is its log. Whole when it has ended.</summary>
    public string Log => string.Join('\n', _errors);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ServeProcess> StartAsync(IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> options)
    {
        var home = Directory.CreateTempSubdirectory("dealledger-serve-");
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "serve", "--port", "0", "--json", "--home", home.FullName, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith("DEALLEDGER_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(own);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var server = new ServeProcess(Process.Start(start)!, home);
        var line = await server._process.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(Long, Cancel);
        line.ShouldNotBeNull(server.Log);
        server.Client.BaseAddress = new Uri(JsonDocument.Parse(line).RootElement.GetProperty("address").GetString()!);
        return server;
    }

    /// <summary>Asks it to end, as a supervisor does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancel);
    }

    /// <summary>Waits until nobody gets in any more.</summary>
    public async Task UntilClosedAsync()
    {
        using var limit = new CancellationTokenSource(Long);
        while (await IsOpenAsync())
        {
            limit.IsCancellationRequested.ShouldBeFalse("It still takes connections.");
            await Task.Delay(5, Cancel);
        }
    }

    /// <summary>The exit code, when it has ended.</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync(Cancel).WaitAsync(Long, Cancel);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _home.Delete(recursive: true);
    }

    private async Task<bool> IsOpenAsync()
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Client.BaseAddress!.Port, Cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
