using System.Collections.Concurrent;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>What a command decides on: the deal's events in the order of recording, and the tenant's settings and stages.</summary>
internal sealed record LoadedDeal(IReadOnlyList<RecordedEvent> Events, SettingsHistory Settings, StageTable Stages);

/// <summary>
/// Group load: commands that wait at the same time are loaded by one query. Who comes after it was sent waits for the next one, so that each
/// sees what was committed before it came. When a member cannot be asked for, the others are loaded one by one.
/// </summary>
internal sealed class LoadQueue(NpgsqlDataSource source)
{
    private const int LargestGroup = 256;

    // While the server reads for one group, this host takes in the rows of the other.
    private const int GroupsInFlight = 2;
    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Loads a deal; without events when it is unknown.</summary>
    public Task<LoadedDeal> LoadAsync(TenantId tenant, string opportunityId, CancellationToken cancellation)
    {
        var lane = _lanes.GetOrAdd(tenant.Value, _ => new Lane(source, tenant));
        return lane.EnqueueAsync(opportunityId, cancellation);
    }

    private sealed record Waiting(string OpportunityId, TaskCompletionSource<LoadedDeal> Done);

    private sealed class Lane(NpgsqlDataSource source, TenantId tenant)
    {
        private readonly Lock _lock = new();
        private readonly Queue<Waiting> _waiting = new();
        private int _running;

        public Task<LoadedDeal> EnqueueAsync(string opportunityId, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            var waiting = new Waiting(opportunityId, new TaskCompletionSource<LoadedDeal>(TaskCreationOptions.RunContinuationsAsynchronously));
            lock (_lock)
            {
                _waiting.Enqueue(waiting);
                if (_running < GroupsInFlight)
                {
                    _running++;
                    _ = Task.Run(RunAsync, CancellationToken.None);
                }
            }

            return waiting.Done.Task.WaitAsync(cancellation);
        }

        private async Task RunAsync()
        {
            while (Next() is { } group)
            {
                try
                {
                    await LoadAsync(group);
                }
                catch (Exception problem) when (group.Count > 1 && IsOfOneMember(problem))
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

        private List<Waiting>? Next()
        {
            lock (_lock)
            {
                var group = new List<Waiting>(Math.Min(_waiting.Count, LargestGroup));
                while (group.Count < LargestGroup && _waiting.TryDequeue(out var member))
                {
                    group.Add(member);
                }

                if (group.Count > 0)
                {
                    return group;
                }

                _running--;
                return null;
            }
        }

        private async Task LoadAsync(List<Waiting> group)
        {
            var deals = await DealsForCommands.ReadAsync(source, tenant, group.Select(m => m.OpportunityId).Distinct(StringComparer.Ordinal), CancellationToken.None);
            group.ForEach(member => member.Done.TrySetResult(deals[member.OpportunityId]));
        }

        private async Task AloneAsync(Waiting member)
        {
            try
            {
                await LoadAsync([member]);
            }
            catch (Exception problem)
            {
                member.Done.TrySetException(problem);
            }
        }

        // Such as an id that PostgreSQL cannot take; a connection that fails concerns all of them.
        private static bool IsOfOneMember(Exception problem) => problem is PostgresException { InvariantSeverity: "ERROR" } or not NpgsqlException;
    }
}
