namespace DealLedger.Postgres.Ledger;

/// <summary>
/// Callers that wait at the same time share a round trip: an idle lane starts at once, and who comes meanwhile goes together with the next group.
/// A group that fails through one of its members is run again one by one, so that one's fault is not another's; else each member is told.
/// </summary>
internal abstract class Lane<TAsk, TAnswer>(int groupsInFlight)
{
    private const int LargestGroup = 256;

    private readonly Lock _lock = new();
    private readonly LinkedList<Caller> _waiting = new();
    private int _running;
    private TaskCompletionSource? _idle;

    /// <summary>Waits for a group, and for the answer that it gets there.</summary>
    public Task<TAnswer> EnqueueAsync(TAsk ask, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var caller = new Caller(ask, new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
        {
            _waiting.AddLast(caller);
            if (_running < groupsInFlight)
            {
                _running++;

                // Behind what this processor has to do already: those who got their answers together come together, and would else miss the group
                // that the first of them begins.
                _ = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
            }
        }

        // Once it waits it may be carried out any moment: whoever gives up does not know, and is told so by the cancellation alone.
        return caller.Done.Task.WaitAsync(cancellation);
    }

    /// <summary>Ends when nobody waits and nothing is carried out any more.</summary>
    public Task IdleAsync()
    {
        lock (_lock)
        {
            return _running == 0 ? Task.CompletedTask : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>One who waits, and where the answer goes.</summary>
    protected sealed record Caller(TAsk Ask, TaskCompletionSource<TAnswer> Done);

    /// <summary>Begins a group: says of one after the other who waits whether they can go with those before; who cannot waits for the next group.</summary>
    protected virtual Func<TAsk, bool> BeginGroup() => static _ => true;

    /// <summary>Carries a group out, and gives each of its members an answer.</summary>
    protected abstract Task ExecuteAsync(List<Caller> group);

    /// <summary>Carries one member of a group that failed out by itself.</summary>
    protected virtual Task ExecuteAloneAsync(Caller member) => ExecuteAsync([member]);

    /// <summary>Whether the members of a group that failed are to be carried out one by one: nothing of it is done.</summary>
    protected abstract bool RunsAlone(List<Caller> group, Exception problem);

    /// <summary>Answers those who wait and need not go any further.</summary>
    protected void AnswerWaiting(Func<TAsk, (bool IsAnswered, TAnswer? Answer)> answer)
    {
        lock (_lock)
        {
            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                if (answer(node.Value.Ask) is (true, var told))
                {
                    _waiting.Remove(node);
                    node.Value.Done.TrySetResult(told!);
                }

                node = next;
            }
        }
    }

    private async Task RunAsync()
    {
        while (Next() is { } group)
        {
            try
            {
                await ExecuteAsync(group);
            }
            catch (Exception problem) when (RunsAlone(group, problem))
            {
                foreach (var member in group)
                {
                    await AloneAsync(member);
                }
            }
            catch (Exception problem)
            {
                group.ForEach(member => member.Done.TrySetException(problem));
            }
        }
    }

    private async Task AloneAsync(Caller member)
    {
        try
        {
            await ExecuteAloneAsync(member);
        }
        catch (Exception problem)
        {
            member.Done.TrySetException(problem);
        }
    }

    private List<Caller>? Next()
    {
        lock (_lock)
        {
            var group = new List<Caller>(Math.Min(_waiting.Count, LargestGroup));
            var canJoin = BeginGroup();
            for (var node = _waiting.First; node is not null && group.Count < LargestGroup;)
            {
                var next = node.Next;
                if (canJoin(node.Value.Ask))
                {
                    group.Add(node.Value);
                    _waiting.Remove(node);
                }

                node = next;
            }

            _running -= group.Count > 0 ? 0 : 1;
            if (_running == 0)
            {
                _idle?.TrySetResult();
                _idle = null;
            }

            return group.Count > 0 ? group : null;
        }
    }
}
