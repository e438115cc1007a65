using System.Collections.Concurrent;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Access;

/// <summary>
/// Who asked for what, of every tenant: a table that only grows, numbered without holes and chained by hashes (docs/seals.md). Whoever reads does
/// not wait until it is written that they did; whoever takes something away or changes a right does. What is noted is written together with what
/// comes soon after. Disposing writes what is left.
/// </summary>
public sealed class AccessLog(LedgerDatabase database, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How many notes of a tenant wait in memory before the next ones are counted only.</summary>
    internal const int MostOfATenant = 5_000;

    private const int MostWaiting = 50_000;
    private const int MostAtOnce = 1_000;
    private const int MostTenantsAtOnce = 4;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TenantId, AccessQueue> _queues = new();
    private readonly SemaphoreSlim _turns = new(MostTenantsAtOnce);
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _abandoned = new();
    private int _waiting;
    private bool _isEnded;

    /// <summary>Tells why notes of a tenant could not be written; they are tried again soon.</summary>
    public event Action<TenantId, Exception>? Failed;

    /// <summary>Tells how many notes of a tenant were lost.</summary>
    public event Action<TenantId, long>? Lost;

    /// <summary>Notes something, and waits for nothing; where there is no room for it, it is counted among the lost.</summary>
    public void Note(TenantId tenant, AccessNote note)
    {
        while (true)
        {
            var queue = Queue(tenant);
            if (queue.Count >= MostOfATenant || Volatile.Read(ref _waiting) >= MostWaiting)
            {
                if (queue.TryLose(note.At, () => DrainAsync(tenant, queue)))
                {
                    return;
                }
            }
            else if (TryAdd(tenant, queue, note, null))
            {
                return;
            }
        }
    }

    /// <summary>
    /// Notes something and waits until it is written, however long the database is away. Fails when the database refuses it for good, and when the
    /// host ends before (<c>access-log-away</c>): then it is not written.
    /// </summary>
    public Task WriteAsync(TenantId tenant, AccessNote note, CancellationToken cancellation)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!TryAdd(tenant, Queue(tenant), note, written))
        {
            // The queue was done with just now; the next one is new.
        }

        return written.Task.WaitAsync(cancellation);
    }

    /// <summary>Waits until all is written that was noted before.</summary>
    public Task FlushAsync(CancellationToken cancellation) => Task.WhenAll(_queues.Values.Select(q => q.HurryAsync())).WaitAsync(cancellation);

    /// <summary>Entries of a tenant's log, the newest first.</summary>
    public async Task<AccessAnswer> ListAsync(TenantId tenant, AccessQuestion question, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        return await AccessTable.ListAsync(connection, tenant, question, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        await _ending.CancelAsync();
        await using (clock.CreateTimer(_ => _abandoned.Cancel(), null, LongestEnd, Timeout.InfiniteTimeSpan))
        {
            await Task.WhenAll(_queues.Values.Select(q => q.HurryAsync()));
        }

        _turns.Dispose();
        _ending.Dispose();
        _abandoned.Dispose();
    }

    private AccessQueue Queue(TenantId tenant)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        return _queues.GetOrAdd(tenant, static (_, clock) => new AccessQueue(clock), clock);
    }

    private bool TryAdd(TenantId tenant, AccessQueue queue, AccessNote note, TaskCompletionSource? written)
    {
        Interlocked.Increment(ref _waiting);
        if (queue.TryAdd(note, written, () => DrainAsync(tenant, queue)))
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }

    private async Task DrainAsync(TenantId tenant, AccessQueue queue)
    {
        while (queue.MayGoOn())
        {
            await queue.LingerAsync(Linger, _ending.Token);
            var batch = queue.Take(MostAtOnce);
            if (batch.Lost > 0)
            {
                Lost?.Invoke(tenant, batch.Lost);
            }

            Interlocked.Add(ref _waiting, -batch.Taken);
            await PersistAsync(tenant, queue, batch.Items);
        }

        _queues.TryRemove(new KeyValuePair<TenantId, AccessQueue>(tenant, queue));
    }

    private async Task PersistAsync(TenantId tenant, AccessQueue queue, List<(AccessNote Note, TaskCompletionSource? Written)> items)
    {
        var append = Append(tenant, items);
        while (items.Count > 0 && !_abandoned.IsCancellationRequested)
        {
            try
            {
                await RunInTurnAsync(append);
                items.ForEach(i => i.Written?.TrySetResult());
                return;
            }
            catch (PostgresException refused) when (IsLasting(refused))
            {
                // Trying again mends nothing soon, so who waits hears of it; all else is kept for when somebody has mended it.
                Failed?.Invoke(tenant, refused);
                Interlocked.Add(ref _waiting, -queue.Refuse(refused));
                items.ForEach(i => i.Written?.TrySetException(refused));
                if (items.RemoveAll(i => i.Written is not null) > 0)
                {
                    append = Append(tenant, items);
                }
            }
            catch (Exception fault)
            {
                Failed?.Invoke(tenant, fault);
            }

            await Task.Delay(items.Count > 0 ? BetweenAttempts : TimeSpan.Zero, clock, _abandoned.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (items.Count > 0)
        {
            Lost?.Invoke(tenant, items.Count);
            items.ForEach(i => i.Written?.TrySetException(new RefusedException(
                "access-log-away", "The server stopped before it could be written into the access log that this was asked for; ask again.")));
        }
    }

    private async Task RunInTurnAsync(AccessAppend append)
    {
        await _turns.WaitAsync(_abandoned.Token);
        try
        {
            await append.RunAsync(database, _abandoned.Token);
        }
        finally
        {
            _turns.Release();
        }
    }

    private static AccessAppend Append(TenantId tenant, List<(AccessNote Note, TaskCompletionSource? Written)> items) =>
        new(tenant, [.. items.Select(i => i.Note)], mustLast: items.Exists(i => i.Written is not null));

    // A right that is missing, a table that is not there, a database that takes no writes.
    private static bool IsLasting(PostgresException refused) =>
        refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction || refused.SqlState.StartsWith("42", StringComparison.Ordinal);
}
