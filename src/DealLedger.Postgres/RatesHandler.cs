using DealLedger.Core;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;

namespace DealLedger.Postgres;

/// <summary>Records rates of currencies, each from an instant on: all that one source tells in one transaction, or nothing.</summary>
public sealed class RatesHandler(FactHandler facts)
{
    /// <summary>Everything that was ever told of rates.</summary>
    public async Task<RateHistory> HistoryAsync(TenantId tenant, CancellationToken cancellation) => RateHistory.Of(await facts.ReadAsync(tenant, RateSet.Kind, cancellation));

    /// <summary>
    /// Records what is told and is not known; returns the number of rates recorded. Refused with nothing recorded where one makes no sense, as
    /// <see cref="RateDecision.Decide"/> says.
    /// </summary>
    public async Task<long> RecordAsync(TenantId tenant, IReadOnlyList<RateTold> told, string source, string by, CancellationToken cancellation) =>
        (await RecordAsync(tenant, told, source, by, request: null, Refuse, cancellation)).Count;

    /// <summary>The same for a request; a repeat of one that was carried out records nothing.</summary>
    public Task<long> RecordAsync(TenantId tenant, RateTold told, string source, string by, RequestKey? request, CancellationToken cancellation) =>
        facts.Requests.OnceAsync(
            tenant, request, async () => (long)(await RecordAsync(tenant, [told], source, by, request, Refuse, cancellation)).Count, _ => 0L, cancellation);

    /// <summary>Records what is told and is not known, but for what makes no sense: returns the number recorded, and what was refused and why.</summary>
    public async Task<(long Recorded, IReadOnlyList<(RateTold Rate, Refusal Why)> Refused)> TellAsync(
        TenantId tenant, IReadOnlyList<RateTold> told, string source, string by, CancellationToken cancellation)
    {
        var refused = new Dictionary<RateTold, Refusal>();
        var recorded = await RecordAsync(tenant, told, source, by, request: null, (rate, why) => refused[rate] = why, cancellation);
        return (recorded.Count, [.. refused.Select(r => (r.Key, r.Value))]);
    }

    private Task<IReadOnlyList<NewFact>> RecordAsync(
        TenantId tenant, IReadOnlyList<RateTold> told, string source, string by, RequestKey? request, Action<RateTold, Refusal> refuse, CancellationToken cancellation) =>
        facts.RecordAsync(
            tenant, RateSet.Kind, source, request,
            known => [.. RateDecision.Decide(told, known, by, refuse).Select(e => new NewFact(new StreamKey(RateSet.Kind, e.Pair.ToString()), e.Rate))], cancellation);

    private static void Refuse(RateTold rate, Refusal refusal) =>
        throw new RefusedException(refusal with { Message = $"{refusal.Message} Nothing was recorded." });
}
