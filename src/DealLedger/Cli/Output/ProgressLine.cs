using System.Globalization;
using DealLedger.Postgres;

namespace DealLedger.Cli.Output;

/// <summary>Progress on the errors: one line that is written over where a person looks, else a line now and then.</summary>
internal sealed class ProgressLine(Terminal terminal, TimeProvider clock) : IProgress<Progress>, IProgress<string>, IDisposable
{
    private static readonly TimeSpan BetweenUpdates = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly long _began = clock.GetTimestamp();
    private long? _told;
    private int _shown;

    /// <summary>Tells how far the work is.</summary>
    public void Report(Progress value)
    {
        var share = value.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {value.Total:#,##0} ({(decimal)value.Done / value.Total:0%})") : "";
        Tell(string.Create(CultureInfo.InvariantCulture, $"{value.Done:#,##0}{share} {value.What}"), isEveryLineWanted: false);
    }

    /// <summary>Tells what is being done.</summary>
    public void Report(string value) => Tell(value, isEveryLineWanted: true);

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            Clear();
        }
    }

    private void Tell(string text, bool isEveryLineWanted)
    {
        lock (_lock)
        {
            var since = clock.GetElapsedTime(_told ?? _began);
            if (terminal.ErrorIsTerminal && (isEveryLineWanted || since >= BetweenUpdates))
            {
                Clear();
                var line = Plain.Line(text);
                terminal.Error.Write(line);
                _shown = line.Length;
                _told = clock.GetTimestamp();
            }
            else if (!terminal.ErrorIsTerminal && (isEveryLineWanted || since >= BetweenLines))
            {
                terminal.Error.WriteLine(Plain.Line(text));
                _told = clock.GetTimestamp();
            }
        }
    }

    private void Clear()
    {
        if (_shown > 0)
        {
            terminal.Error.Write("\r" + new string(' ', _shown) + "\r");
            _shown = 0;
        }
    }
}
