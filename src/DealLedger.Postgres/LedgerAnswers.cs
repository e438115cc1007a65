using DealLedger.Core;
using DealLedger.Core.Access;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;
using DealLedger.Postgres.Answers;

namespace DealLedger.Postgres;

/// <summary>Whether a question waits until the read models have reached the log as it was when the question came in.</summary>
public enum Consistency
{
    /// <summary>It waits.</summary>
    Strong,

    /// <summary>It answers from what is there; the answer's position says how far that is.</summary>
    Eventual,
}

/// <summary>Opens views of tenants for whoever asks, and answers single questions from one view each.</summary>
public sealed class LedgerAnswers(LedgerDatabase database, Projector projector, TimeProvider clock, Caller? caller = null)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>The same for somebody who may not see everything.</summary>
    public LedgerAnswers For(Caller asking) => new(database, projector, clock, asking);

    /// <summary>
    /// A view of a tenant as known at a point of its log. Refused when there is no such tenant, the position is not in the log yet, or the
    /// read models do not reach the log in time (<c>projection-behind</c>).
    /// </summary>
    public Task<LedgerView> OpenAsync(TenantId tenant, KnownAt knownAt, Consistency consistency, CancellationToken cancellation) =>
        OpenAsync(tenant, knownAt, consistency == Consistency.Strong ? null : 0, isBehind: false, cancellation);

    /// <summary>A view of a tenant as known now that reflects what was recorded at a position just now. Refused as the other one is.</summary>
    public Task<LedgerView> OpenBehindAsync(TenantId tenant, long position, CancellationToken cancellation) =>
        OpenAsync(tenant, new KnownAt.Now(), position, isBehind: true, cancellation);

    // The head is what the log held when the question came in, as the first look tells where it is not given; a later look must not move it.
    private async Task<LedgerView> OpenAsync(TenantId tenant, KnownAt knownAt, long? head, bool isBehind, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = clock.CreateTimer(_ => limit.Cancel(), null, LongestWait, Timeout.InfiniteTimeSpan);
        while (true)
        {
            if (!isBehind)
            {
                var snapshot = await Snapshot.OpenAsync(database, tenant, cancellation);
                head ??= snapshot.Head;

                // A rebuild that swapped in between may have put the position back for a moment.
                if (snapshot.Reached >= head)
                {
                    return await KnowingAsync(snapshot, knownAt, cancellation);
                }

                await snapshot.DisposeAsync();
            }

            isBehind = false;
            try
            {
                await projector.CatchUpAsync(tenant, head!.Value, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new RefusedException(
                    "projection-behind", $"The read models have not reached position {head} yet; ask again, or with consistency=eventual for what is there.", "consistency");
            }
        }
    }

    private async Task<LedgerView> KnowingAsync(Snapshot snapshot, KnownAt knownAt, CancellationToken cancellation)
    {
        try
        {
            await snapshot.KnowAsync(knownAt, "knownAt", cancellation);
            return new LedgerView(snapshot, knownAt, clock, caller ?? Caller.Local);
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    /// <summary>The forecast as of an instant (DEFINITIONS 3).</summary>
    public async Task<ForecastAnswer> ForecastAsync(TenantId tenant, ForecastQuestion question, Consistency consistency, CancellationToken cancellation)
    {
        await using var view = await OpenAsync(tenant, question.KnownAt, consistency, cancellation);
        return await view.ForecastAsync(question, cancellation);
    }

    /// <summary>What changed between two instants (DEFINITIONS 4).</summary>
    public async Task<ChangesAnswer> ChangesAsync(TenantId tenant, ChangesQuestion question, Consistency consistency, CancellationToken cancellation)
    {
        await using var view = await OpenAsync(tenant, question.KnownAt, consistency, cancellation);
        return await view.ChangesAsync(question, cancellation);
    }

    /// <summary>Who pushed and slipped what in a window (DEFINITIONS 5).</summary>
    public async Task<SlippageAnswer> SlippageAsync(TenantId tenant, SlippageQuestion question, Consistency consistency, CancellationToken cancellation)
    {
        await using var view = await OpenAsync(tenant, question.KnownAt, consistency, cancellation);
        return await view.SlippageAsync(question, cancellation);
    }

    /// <summary>Everyone who was known at an instant, in the order of their ids, and whom they reported to.</summary>
    public async Task<PeopleAnswer> PeopleAsync(TenantId tenant, DateTimeOffset asOf, KnownAt knownAt, Consistency consistency, CancellationToken cancellation)
    {
        await using var view = await OpenAsync(tenant, knownAt, consistency, cancellation);
        return await view.PeopleAsync(asOf, cancellation);
    }

    /// <summary>A deal as of an instant with every event up to it. Refused when the deal is unknown or was not open yet.</summary>
    public async Task<DealAnswer> DealAsync(
        TenantId tenant, string opportunityId, DateTimeOffset asOf, KnownAt knownAt, Consistency consistency, CancellationToken cancellation)
    {
        await using var view = await OpenAsync(tenant, knownAt, consistency, cancellation);
        return await view.DealAsync(opportunityId, asOf, cancellation);
    }
}
