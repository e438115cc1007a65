using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DealLedger.Testing.Writer;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>A process that writes, with what it has said so far; what it is killed over counts as said when it reached the pipe.</summary>
internal sealed class WriterProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _listening;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WriterProcess(Process process)
    {
        _process = process;
        _listening = ListenAsync();
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
    }

    /// <summary>The changes that it said it would try, with the number of their events.</summary>
    public ConcurrentDictionary<string, int> Tried { get; } = [];

    /// <summary>The changes that the ledger acknowledged.</summary>
    public ConcurrentDictionary<string, bool> Acknowledged { get; } = [];

    /// <summary>The changes that the ledger refused.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = [];

    /// <summary>What it said at the end of a work that it held.</summary>
    public string? Ending { get; private set; }

    public static WriterProcess Start(string work, string connectionString, string label) => new(Process.Start(
        new ProcessStartInfo("dotnet", [typeof(Writer).Assembly.Location, work, connectionString, label])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!);

    public async Task UntilAcknowledgedAsync(int count)
    {
        while (Acknowledged.Count < count)
        {
            _process.HasExited.ShouldBeFalse(string.Join('\n', _errors));
            await Task.Delay(1, TestLedger.Cancellation);
        }
    }

    /// <summary>Waits until it has what others wait for.</summary>
    public async Task UntilHoldingAsync()
    {
        await Task.WhenAny(_holding.Task, _listening).WaitAsync(TestLedger.Cancellation);
        _holding.Task.IsCompleted.ShouldBeTrue(string.Join('\n', _errors));
    }

    /// <summary>SIGSTOP: it stands still and knows nothing of it.</summary>
    public Task StopAsync() => SignalAsync("-STOP");

    /// <summary>SIGCONT, and the word to go on with the work.</summary>
    public async Task GoOnAsync()
    {
        await SignalAsync("-CONT");
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync(TestLedger.Cancellation);
        await EndedAsync();
    }

    /// <summary>SIGKILL, and all that it had said by then.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndedAsync();
    }

    public async Task EndedAsync()
    {
        await _process.WaitForExitAsync(TestLedger.Cancellation);
        await _listening;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestLedger.Cancellation);
        kill.ExitCode.ShouldBe(0);
    }

    private async Task ListenAsync()
    {
        // Whole lines only: the last one may be cut by the kill.
        var rest = "";
        var buffer = new char[4096];
        for (int read; (read = await _process.StandardOutput.ReadAsync(buffer, TestLedger.Cancellation)) > 0;)
        {
            var lines = (rest + new string(buffer, 0, read)).Split('\n');
            foreach (var line in lines.SkipLast(1))
            {
                Hear(line.Split(' '));
            }

            rest = lines[^1];
        }
    }

    private void Hear(string[] words)
    {
        switch (words)
        {
            case ["try", var change, var events]:
                Tried[change] = int.Parse(events, CultureInfo.InvariantCulture);
                break;
            case ["ack", var change]:
                Acknowledged[change] = true;
                break;
            case ["no", var change]:
                Refused[change] = true;
                break;
            case ["held"]:
                _holding.SetResult();
                break;
            case ["done" or "lost", ..]:
                Ending = string.Join(' ', words).Trim();
                break;
        }
    }
}
