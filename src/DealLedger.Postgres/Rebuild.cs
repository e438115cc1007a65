using DealLedger.Core.Ledger;
using DealLedger.Postgres.ReadModels;

namespace DealLedger.Postgres;

/// <summary>How far a long piece of work is: events done out of all, in the tenant's log.</summary>
public readonly record struct Progress(string What, long Done, long Total);

/// <summary>
/// Fills the read models anew from the log beside the old ones and swaps them in one transaction: readers see the old or the new ones,
/// never half, and wait for the swap alone.
/// </summary>
public sealed class Rebuild(LedgerDatabase database, LedgerStore ledger, Projector projector)
{
    private const int EventsAReport = 20_000;

    /// <summary>Rebuilds a tenant's read models; returns the number of events folded.</summary>
    public async Task<long> RunAsync(TenantId tenant, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var next = await NextGeneration.TryBeginAsync(database, tenant, cancellation)
            ?? throw new RefusedException("rebuild-running", $"The read models of tenant '{tenant}' are being rebuilt or verified already; wait for that to end.");
        var reached = await projector.MakeDenseAsync(tenant, await ledger.HeadAsync(tenant, cancellation), cancellation);
        await next.OpenAsync(cancellation);
        await FillAsync(next, tenant, reached, progress, cancellation);
        await next.SwapAsync(reached, withFacts: true, projector.Clock.GetUtcNow(), cancellation);
        return reached;
    }

    /// <summary>Fills read models that a newer schema has emptied; returns the tenants whose they are.</summary>
    public async Task<IReadOnlyList<TenantId>> FillEmptyAsync(IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var filled = new List<TenantId>();
        foreach (var tenant in await EmptyAsync(cancellation))
        {
            try
            {
                await RunAsync(tenant, progress, cancellation);
                filled.Add(tenant);
            }
            catch (RefusedException refused) when (refused.Refusal.Code == "rebuild-running")
            {
                // Another host is at it.
            }
        }

        return filled;
    }

    private async Task<IReadOnlyList<TenantId>> EmptyAsync(CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand(
            """
            SELECT p.tenant_id FROM dealledger.projection p
            WHERE p.position = 0 AND EXISTS (SELECT FROM ledger.mt_events e WHERE e.tenant_id = p.tenant_id) ORDER BY p.tenant_id
            """);
        return await TenantDirectory.ReadTenantsAsync(command, cancellation);
    }

    private async Task FillAsync(NextGeneration next, TenantId tenant, long upTo, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var log = await database.Owner.OpenConnectionAsync(cancellation);
        await using var transaction = await log.BeginTransactionAsync(cancellation);
        long done = 0;
        long told = 0;
        await foreach (var (deal, events) in DealsInLog.ReadAsync(log, tenant, upTo, cancellation))
        {
            next.Write(deal, events);
            done += events.Count;
            if (done - told >= EventsAReport)
            {
                told = done;
                progress?.Report(new Progress("events folded", done, upTo));
            }
        }

        progress?.Report(new Progress("events folded", done, upTo));
    }
}
