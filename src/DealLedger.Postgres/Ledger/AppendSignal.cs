using System.Collections.Concurrent;
using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Ledger;

/// <summary>Tells those who follow a log that this process has appended to it. What other processes append they see when they look.</summary>
internal sealed class AppendSignal
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _next = new(StringComparer.Ordinal);

    /// <summary>Ends with the next append to a tenant's log. Asked for before the log is looked at, it misses none.</summary>
    public Task NextAsync(TenantId tenant) =>
        _next.GetOrAdd(tenant.Value, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Says that something was appended and can be seen.</summary>
    public void Tell(TenantId tenant)
    {
        if (_next.TryRemove(tenant.Value, out var next))
        {
            next.SetResult();
        }
    }
}
