using System.Collections.Concurrent;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>
/// Group commit: appends that wait at the same time share a transaction. When the group fails (a race with a foreign writer), its members
/// run again one by one. When the connection fails nobody knows whether the group was committed, so nothing runs again, and each member is told; so
/// it is when the database takes nothing at all, such as when its disk is full.
/// </summary>
internal sealed class AppendQueue(LedgerDatabase database, Func<DateTimeOffset?> stamp)
{
    private const int MostTries = 5;
    private readonly ConcurrentDictionary<string, AppendLane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Appends to one stream; the positions of its events, or the conflict.</summary>
    public Task<AppendOutcome> AppendAsync(TenantId tenant, StreamAppend append, CancellationToken cancellation) =>
        _lanes.GetOrAdd(tenant.Value, _ => new AppendLane(database, stamp, tenant)).EnqueueAsync(append, cancellation);

    /// <summary>Ends when no append is under way any more.</summary>
    public Task IdleAsync() => Task.WhenAll(_lanes.Values.Select(lane => lane.IdleAsync()));

    // One group at a time: the next would wait for the tenant's lock.
    private sealed class AppendLane(LedgerDatabase database, Func<DateTimeOffset?> stamp, TenantId tenant)
        : Lane<StreamAppend, AppendOutcome>(groupsInFlight: 1)
    {
        // No stream and no key twice in a statement.
        protected override Func<StreamAppend, bool> BeginGroup()
        {
            var (streams, keys) = (new HashSet<StreamKey>(), new HashSet<Guid>());
            return append => !streams.Contains(append.Stream) && (append.Request is null || keys.Add(append.Request.Key)) && streams.Add(append.Stream);
        }

        protected override async Task ExecuteAsync(List<Caller> group)
        {
            group.Sort((a, b) => StreamKey.Compare(a.Ask.Stream, b.Ask.Stream));
            var outcomes = await SingleStatementAppend.ExecuteAsync(database, tenant, group.ConvertAll(c => c.Ask), stamp(), CancellationToken.None);
            database.Appends.Tell(tenant);
            RefuseOvertaken(group.Zip(outcomes).Where(m => m.Second.Accepted).ToDictionary(
                m => m.First.Ask.Stream, m => m.First.Ask.ExpectedVersion + m.First.Ask.Events.Count));
            foreach (var (caller, outcome) in group.Zip(outcomes))
            {
                caller.Done.TrySetResult(outcome);
            }
        }

        // A foreign writer that took the version between the check and the insert shows at the next try.
        protected override async Task ExecuteAloneAsync(Caller member)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await ExecuteAsync([member]);
                    return;
                }
                catch (PostgresException raced) when (attempt < MostTries && IsRace(raced))
                {
                }
            }
        }

        protected override bool RunsAlone(List<Caller> group, Exception problem) => problem is PostgresException fault && DatabaseFault.IsOfStatement(fault);

        // Versions only grow: whoever waits with one that has just been passed need not ask the database.
        private void RefuseOvertaken(Dictionary<StreamKey, long> versions) => AnswerWaiting(append =>
            versions.TryGetValue(append.Stream, out var found) && append.ExpectedVersion < found ? (true, new AppendOutcome(false, [], found)) : (false, null));

        private static bool IsRace(PostgresException problem) =>
            problem.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected;
    }
}
