using DealLedger.Core.Ledger;

namespace DealLedger.Postgres;

/// <summary>
/// Lets all who wait for the read models of a tenant share the runs that bring them there: whoever comes while one is under way shares the next, which
/// looks at the log anew, unless that one has come far enough for all of them. However many wait, one at a time holds the projection.
/// </summary>
internal sealed class SharedCatchUps(Func<TenantId, long, Task<long>> run)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, (Task<long> Last, Run? Next)> _runs = [];

    /// <summary>The position that was reached, once it is the target or beyond. Cancelled, it leaves the run to the others.</summary>
    public Task<long> JoinAsync(TenantId tenant, long target, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var (last, next) = _runs.GetValueOrDefault(tenant, (Task.FromResult(0L), null));
            if (next is null)
            {
                var (starting, isUnderWay) = (new Run(target), !last.IsCompleted);
                starting.Reached = Task.Run(() => StartAsync(tenant, starting, last, isUnderWay), CancellationToken.None);
                _runs[tenant] = (starting.Reached, next = starting);
            }

            next.Target = Math.Max(next.Target, target);
            return next.Reached.WaitAsync(cancellation);
        }
    }

    private async Task<long> StartAsync(TenantId tenant, Run starting, Task<long> last, bool wasUnderWay)
    {
        // What became of that one concerns those who shared it.
        await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _runs[tenant] = (starting.Reached, null);
        }

        // What was reached before somebody came may have been put back since, by a rebuild.
        return wasUnderWay && last.IsCompletedSuccessfully && last.Result >= starting.Target ? last.Result : await run(tenant, starting.Target);
    }

    private sealed class Run(long target)
    {
        public long Target { get; set; } = target;

        public Task<long> Reached { get; set; } = Task.FromResult(0L);
    }
}
