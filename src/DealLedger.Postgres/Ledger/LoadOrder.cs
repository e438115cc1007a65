using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Ledger;

/// <summary>
/// Lets the appends of one load run at the same time and still keeps the order of numbers, stamps and commits one: they draw one after
/// the other, copy side by side, and commit in the order in which they drew.
/// </summary>
internal sealed class LoadOrder : IDisposable
{
    private readonly SemaphoreSlim _drawing = new(1);
    private readonly List<(Task Ended, HashSet<StreamKey> Streams)> _underWay = [];
    private Task _lastCommit = Task.CompletedTask;
    private DateTimeOffset _nextStamp;

    /// <summary>Waits until those that came before have drawn; disposing of the result lets the next one in.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _drawing.WaitAsync(cancellation);
        return new Entered(_drawing);
    }

    /// <summary>The first stamp that is later than those of the appends before, which the database does not show yet.</summary>
    public DateTimeOffset After(DateTimeOffset stamp) => stamp > _nextStamp ? stamp : _nextStamp;

    /// <summary>Waits until no append before has one of these streams under way: the database shows only then what it left there.</summary>
    public Task AreFreeAsync(IReadOnlyList<StreamAppend> deals, CancellationToken cancellation)
    {
        _underWay.RemoveAll(append => append.Ended.IsCompleted);

        // They end in their order.
        var last = _underWay.FindLast(append => deals.Any(deal => append.Streams.Contains(deal.Stream)));
        return last.Ended?.WaitAsync(cancellation) ?? Task.CompletedTask;
    }

    /// <summary>Takes the next place in the order for what is about to be copied.</summary>
    public Turn Take(RecordedAppend append)
    {
        var turn = new Turn(_lastCommit);
        (_lastCommit, _nextStamp) = (turn.Ended, RecordedAppend.StampOf(append.Stamp, append.Positions.Count));
        _underWay.Add((turn.Ended, [.. append.Appends.Select(deal => deal.Stream)]));
        return turn;
    }

    /// <inheritdoc/>
    public void Dispose() => _drawing.Dispose();

    private sealed class Entered(SemaphoreSlim drawing) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!_left)
            {
                _left = true;
                drawing.Release();
            }
        }
    }

    /// <summary>A place in the order: ended when disposed, whatever became of the append.</summary>
    public sealed class Turn(Task before) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completed when this append has ended.</summary>
        public Task Ended => _ended.Task;

        /// <summary>Waits for the append before to end.</summary>
        public Task ComesAsync(CancellationToken cancellation) => before.WaitAsync(cancellation);

        /// <inheritdoc/>
        public void Dispose() => _ended.TrySetResult();
    }
}
