using DealLedger.Core.Access;

namespace DealLedger.Postgres.Access;

/// <summary>The notes of one tenant that are not written yet. Whoever adds the first one starts to write; with the last one the queue is done with.</summary>
internal sealed class AccessQueue(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<(AccessNote Note, TaskCompletionSource? Written)> _next = [];
    private TaskCompletionSource _hurry = New();
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private bool _isDone;
    private long _lost;
    private DateTimeOffset _lostFrom;
    private DateTimeOffset _lostTo;

    /// <summary>Notes that are written together, each with who waits for that, and how many were lost before them.</summary>
    public sealed record Batch(List<(AccessNote Note, TaskCompletionSource? Written)> Items, int Taken, long Lost);

    /// <summary>How many notes wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _next.Count;
            }
        }
    }

    /// <summary>Adds a note; whoever waits until it is written is served at once. False when the queue is done with.</summary>
    public bool TryAdd(AccessNote note, TaskCompletionSource? written, Func<Task> write)
    {
        lock (_gate)
        {
            if (_isDone)
            {
                return false;
            }

            _next.Add((note, written));
            if (written is not null)
            {
                _hurry.TrySetResult();
            }

            StartWriting(write);
            return true;
        }
    }

    /// <summary>Counts a note that there is no room for. False when the queue is done with.</summary>
    public bool TryLose(DateTimeOffset at, Func<Task> write)
    {
        lock (_gate)
        {
            if (_isDone)
            {
                return false;
            }

            _lostFrom = _lost == 0 || at < _lostFrom ? at : _lostFrom;
            _lostTo = _lost == 0 || at > _lostTo ? at : _lostTo;
            _lost++;
            StartWriting(write);
            return true;
        }
    }

    /// <summary>Whether there is something to write; when there is not, the queue is done with.</summary>
    public bool MayGoOn()
    {
        lock (_gate)
        {
            _isDone = _next.Count == 0 && _lost == 0;
            return !_isDone;
        }
    }

    /// <summary>Waits so long for more to write together, or until somebody waits for it.</summary>
    public async Task LingerAsync(TimeSpan time, CancellationToken stopping)
    {
        Task hurry;
        lock (_gate)
        {
            hurry = _hurry.Task;
        }

        await Task.WhenAny(hurry, Task.Delay(time, clock, stopping));
    }

    /// <summary>Takes what is written next, the number of those lost before it first.</summary>
    public Batch Take(int most)
    {
        lock (_gate)
        {
            var taken = Math.Min(most, _next.Count);
            var items = new List<(AccessNote, TaskCompletionSource?)>(taken + 1);
            if (_lost > 0)
            {
                items.Add((AccessNote.OfLost(_lost, _lostFrom, _lostTo, clock.GetUtcNow()), null));
            }

            items.AddRange(_next.Take(taken));
            _next.RemoveRange(0, taken);
            var batch = new Batch(items, taken, _lost);
            _lost = 0;
            if (!_next.Exists(n => n.Written is not null))
            {
                _hurry = New();
            }

            return batch;
        }
    }

    /// <summary>Tells all who wait that nothing is written, and why, and forgets what they noted; returns how many they are.</summary>
    public int Refuse(Exception why)
    {
        lock (_gate)
        {
            _next.ForEach(n => n.Written?.TrySetException(why));
            return _next.RemoveAll(n => n.Written is not null);
        }
    }

    /// <summary>Ends when all is written that was noted before.</summary>
    public Task HurryAsync()
    {
        lock (_gate)
        {
            _hurry.TrySetResult();
            return _writing;
        }
    }

    private void StartWriting(Func<Task> write)
    {
        if (!_isWriting)
        {
            _isWriting = true;
            _writing = Task.Run(write);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
