using DealLedger.Core;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;

namespace DealLedger.Postgres;

/// <summary>Records rates of currencies, each from an instant on: all that one source tells in one transaction, or nothing.</summary>
public sealed class RatesHandler(FactHandler facts)
{
    /// <summary>Everything that was ever told of rates.</summary>
    public async Task<RateHistory> HistoryAsync(TenantId tenant, CancellationToken cancellation) => RateHistory.Of(await facts.ReadAsync(tenant, RateSet.Kind, cancellation));

    /// <summary>Records what is told and is not known; returns the number of rates recorded. Refused as <see cref="RateDecision.Decide"/> refuses.</summary>
    public async Task<long> RecordAsync(TenantId tenant, IReadOnlyList<RateTold> told, string source, string by, CancellationToken cancellation)
    {
        var recorded = await facts.RecordAsync(
            tenant, RateSet.Kind, source,
            known => [.. RateDecision.Decide(told, known, by).Select(e => new NewFact(new StreamKey(RateSet.Kind, e.Pair.ToString()), e.Rate))],
            cancellation);
        return recorded.Count;
    }
}
