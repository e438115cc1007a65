using System.Collections.Concurrent;

namespace DealLedger.Faults.Tests;

/// <summary>What clients were told of a change: what must be in the log follows from it.</summary>
internal enum Told
{
    /// <summary>Nothing yet, or that the outcome is unknown: it is there once, or not at all.</summary>
    Nothing,

    /// <summary>That it is recorded: it is there once.</summary>
    Recorded,

    /// <summary>That it is not recorded, and it was not sent again: it is not there.</summary>
    Refused,
}

/// <summary>All that the clients of a run noted.</summary>
internal sealed class Notes
{
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, int> _recordedBy = new();
    private readonly ConcurrentQueue<string> _unexpected = new();

    /// <summary>Every change that was sent, and what its client was told.</summary>
    public ConcurrentDictionary<string, Told> Changes { get; } = new(StringComparer.Ordinal);

    /// <summary>How many changes were recorded under a key.</summary>
    public int Keyed => _keyed;

    /// <summary>Answers that no fault of the database explains.</summary>
    public IReadOnlyCollection<string> Unexpected => _unexpected;

    private int _keyed;

    public void Answered(string code) => _answers.AddOrUpdate(code, 1, (_, count) => count + 1);

    public int Answers(string code) => _answers.GetValueOrDefault(code);

    public void RecordedBy(int host, bool hasKey)
    {
        _recordedBy.AddOrUpdate(host, 1, (_, count) => count + 1);
        Interlocked.Add(ref _keyed, hasKey ? 1 : 0);
    }

    public int RecordedBy(int host) => _recordedBy.GetValueOrDefault(host);

    public void DidNotExpect(string what) => _unexpected.Enqueue(what);

    public override string ToString() => string.Join(", ", _answers.OrderByDescending(a => a.Value).Select(a => $"{a.Key} {a.Value}"));
}
