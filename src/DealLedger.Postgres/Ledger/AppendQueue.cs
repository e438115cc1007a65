using System.Collections.Concurrent;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>
/// Group commit: appends that wait at the same time share a transaction. When the group fails (a race with a foreign writer), its members
/// run again one by one, so that one's fault is not another's. When the connection fails nobody knows whether the group was committed, so
/// nothing runs again, and each member is told.
/// </summary>
internal sealed class AppendQueue(NpgsqlDataSource source, Func<DateTimeOffset?> stamp)
{
    private const int LargestGroup = 256;
    private const int MostTries = 5;
    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Appends to one stream; the positions of its events, or the conflict.</summary>
    public Task<AppendOutcome> AppendAsync(TenantId tenant, StreamAppend append, CancellationToken cancellation)
    {
        var lane = _lanes.GetOrAdd(tenant.Value, _ => new Lane(this, tenant));
        return lane.EnqueueAsync(append, cancellation);
    }

    private sealed record Waiting(StreamAppend Append, TaskCompletionSource<AppendOutcome> Done);

    private sealed class Lane(AppendQueue queue, TenantId tenant)
    {
        private readonly Lock _lock = new();
        private readonly LinkedList<Waiting> _waiting = new();
        private bool _running;

        public Task<AppendOutcome> EnqueueAsync(StreamAppend append, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            var waiting = new Waiting(append, new TaskCompletionSource<AppendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
            lock (_lock)
            {
                _waiting.AddLast(waiting);
                if (!_running)
                {
                    _running = true;
                    _ = Task.Run(RunAsync, CancellationToken.None);
                }
            }

            // Once it waits it may be committed any moment: whoever gives up does not know, and is told so by the cancellation alone.
            return waiting.Done.Task.WaitAsync(cancellation);
        }

        private async Task RunAsync()
        {
            while (Next() is { } group)
            {
                try
                {
                    await CommitAsync(group);
                }
                catch (PostgresException rolledBack) when (IsRolledBack(rolledBack))
                {
                    foreach (var member in group)
                    {
                        await AloneAsync(member);
                    }
                }
                catch (Exception problem)
                {
                    foreach (var member in group)
                    {
                        member.Done.TrySetException(problem);
                    }
                }
            }
        }

        private List<Waiting>? Next()
        {
            lock (_lock)
            {
                var streams = new HashSet<StreamKey>();
                var group = new List<Waiting>();
                for (var node = _waiting.First; node is not null && group.Count < LargestGroup;)
                {
                    var next = node.Next;
                    if (streams.Add(node.Value.Append.Stream))
                    {
                        group.Add(node.Value);
                        _waiting.Remove(node);
                    }

                    node = next;
                }

                _running = group.Count > 0;
                group.Sort((a, b) => StreamKey.Compare(a.Append.Stream, b.Append.Stream));
                return _running ? group : null;
            }
        }

        private async Task CommitAsync(List<Waiting> group)
        {
            var outcomes = await SingleStatementAppend.ExecuteAsync(queue.Source, tenant, group.ConvertAll(w => w.Append), queue.Stamp(), CancellationToken.None);
            RefuseOvertaken(group.Zip(outcomes).Where(m => m.Second.Accepted).ToDictionary(
                m => m.First.Append.Stream, m => m.First.Append.ExpectedVersion + m.First.Append.Events.Count));
            foreach (var (waiting, outcome) in group.Zip(outcomes))
            {
                waiting.Done.TrySetResult(outcome);
            }
        }

        // Versions only grow: whoever waits with one that has just been passed need not ask the database.
        private void RefuseOvertaken(Dictionary<StreamKey, long> versions)
        {
            lock (_lock)
            {
                for (var node = _waiting.First; node is not null;)
                {
                    var (next, append) = (node.Next, node.Value.Append);
                    if (versions.TryGetValue(append.Stream, out var found) && append.ExpectedVersion < found)
                    {
                        _waiting.Remove(node);
                        node.Value.Done.TrySetResult(new AppendOutcome(false, [], found));
                    }

                    node = next;
                }
            }
        }

        // A foreign writer that took the version between the check and the insert shows at the next try.
        private async Task AloneAsync(Waiting member)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await CommitAsync([member]);
                    return;
                }
                catch (PostgresException raced) when (attempt < MostTries && IsRolledBack(raced) && IsRace(raced))
                {
                }
                catch (Exception problem)
                {
                    member.Done.TrySetException(problem);
                    return;
                }
            }
        }

        private static bool IsRolledBack(PostgresException problem) => problem.InvariantSeverity == "ERROR";

        private static bool IsRace(PostgresException problem) =>
            problem.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected;
    }

    private NpgsqlDataSource Source => source;

    private DateTimeOffset? Stamp() => stamp();
}
