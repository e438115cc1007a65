using DealLedger.Core.Ledger;
using DealLedger.Core.Quotas;
using DealLedger.Core.Time;
using DealLedger.Postgres.Answers;

namespace DealLedger.Postgres;

/// <summary>Records quotas: what differs from what holds, all of it in one transaction or nothing.</summary>
public sealed class QuotaHandler(LedgerAnswers answers, FactHandler facts)
{
    private const string Source = "user";

    /// <summary>
    /// Records these quotas, in their order, and returns how many of them did not hold yet. Refused with nothing recorded when one of them
    /// cannot be taken; <paramref name="refuse"/> tells which one that is.
    /// </summary>
    public async Task<long> SetAsync(
        TenantId tenant, IReadOnlyList<SetQuota> quotas, Func<SetQuota, Refusal, RefusedException> refuse, CancellationToken cancellation)
    {
        await using (var view = await answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation))
        {
            var people = await KnownPeople.ReadAsync(view.Snapshot, cancellation);
            foreach (var quota in quotas)
            {
                if (quota.Fault(await people.HasAsync(quota.For, cancellation), people.Lines) is { } fault)
                {
                    throw refuse(quota, fault);
                }
            }
        }

        return (await facts.RecordAsync(tenant, QuotaSet.Kind, Source, known => Decide(quotas, known), cancellation)).Count;
    }

    private static List<NewFact> Decide(IReadOnlyList<SetQuota> quotas, IReadOnlyList<RecordedFact> known)
    {
        var holding = known.GroupBy(f => f.Stream.Id, StringComparer.Ordinal).ToDictionary(s => s.Key, s => s.ToList(), StringComparer.Ordinal);
        var decided = new List<NewFact>();
        foreach (var quota in quotas)
        {
            if (!holding.TryGetValue(quota.For, out var facts))
            {
                holding.Add(quota.For, facts = []);
            }

            if (quota.Decide(QuotaBook.Of(facts)) is { } set)
            {
                var stream = new StreamKey(QuotaSet.Kind, quota.For);
                decided.Add(new NewFact(stream, set));
                facts.Add(new RecordedFact(stream, long.MaxValue, 0, set, quota.At));
            }
        }

        return decided;
    }
}
