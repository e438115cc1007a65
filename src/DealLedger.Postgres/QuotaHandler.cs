using DealLedger.Core;
using DealLedger.Core.Calls;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Core.Quotas;
using DealLedger.Core.Time;
using DealLedger.Postgres.Answers;

namespace DealLedger.Postgres;

/// <summary>
/// A quota as a source tells it: the id of its record, whose it is, for which period, how much, and when and by whom it was set and last
/// changed, as far as the source knows.
/// </summary>
public sealed record ToldQuota(
    string Record, string For, Period Period, decimal Amount, string Currency, DateTimeOffset? CreatedAt, string CreatedBy,
    DateTimeOffset? ModifiedAt, string ModifiedBy)
{
    /// <summary>Whether it was changed after it was set, as far as the source knows.</summary>
    public bool IsChanged => ModifiedAt is not null && !(ModifiedAt <= CreatedAt);

    /// <summary>Since when it is what it is; none where the source does not know.</summary>
    public DateTimeOffset? HoldsSince => IsChanged ? ModifiedAt : CreatedAt;
}

/// <summary>Records quotas: what differs from what holds, all of it in one transaction or nothing.</summary>
public sealed class QuotaHandler(LedgerAnswers answers, FactHandler facts, TimeProvider clock)
{
    private const string Source = "user";

    /// <summary>All quotas that are known.</summary>
    public async Task<QuotaBook> BookAsync(TenantId tenant, CancellationToken cancellation) =>
        QuotaBook.Of(await facts.ReadAsync(tenant, QuotaSet.Kind, cancellation));

    /// <summary>Records a quota that a person sets, unless it holds. Refused when it cannot be taken, or nobody knows who sets it.</summary>
    public Task SetAsync(TenantId tenant, SetQuota quota, RequestKey? request, CancellationToken cancellation) => facts.Requests.OnceAsync(
        tenant, request, () => SetAsync(tenant, [quota], isTold: false, (_, fault) => new RefusedException(fault), request, cancellation), _ => 0L, cancellation);

    /// <summary>
    /// Records these quotas that a file tells, in their order, and returns how many of them did not hold yet. Refused with nothing recorded
    /// when one of them cannot be taken; <paramref name="refuse"/> tells which one that is.
    /// </summary>
    public Task<long> SetAsync(
        TenantId tenant, IReadOnlyList<SetQuota> quotas, Func<SetQuota, Refusal, RefusedException> refuse, CancellationToken cancellation) =>
        SetAsync(tenant, quotas, isTold: true, refuse, request: null, cancellation);

    private async Task<long> SetAsync(
        TenantId tenant, IReadOnlyList<SetQuota> quotas, bool isTold, Func<SetQuota, Refusal, RefusedException> refuse, RequestKey? request,
        CancellationToken cancellation)
    {
        await using (var view = await answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation))
        {
            var people = await KnownPeople.ReadAsync(view.Snapshot, cancellation);
            foreach (var quota in quotas)
            {
                var isAuthorKnown = isTold || await people.MaySpeakAsync(quota.By, cancellation);
                if (quota.Fault(await people.HasAsync(quota.For, cancellation), isAuthorKnown, people.Lines) is { } fault)
                {
                    throw refuse(quota, fault);
                }
            }
        }

        return (await facts.RecordAsync(tenant, QuotaSet.Kind, Source, request, known => Decide(quotas, known), cancellation)).Count;
    }

    /// <summary>
    /// Records what a source tells and is not known, and returns how many quotas were recorded and how many known. The quota of a person who
    /// leads a team is that team's. What is told for the first time holds since it was set or, where the source changed it since, from that
    /// change on: nothing tells what it was before; without either, since ever. What the source changed holds since that change, and where it
    /// is of another person or period then, the old one ends. One that cannot be taken is handed to <paramref name="refuse"/>, and the others are recorded.
    /// </summary>
    public async Task<(long Recorded, long Known)> TellAsync(
        TenantId tenant, string source, IReadOnlyList<ToldQuota> told, Func<ToldQuota, Refusal, Task> refuse, CancellationToken cancellation)
    {
        var planned = new List<(ToldQuota Told, SetQuota First)>();
        await using (var view = await answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation))
        {
            var people = await KnownPeople.ReadAsync(view.Snapshot, cancellation);
            foreach (var quota in told)
            {
                var set = new SetQuota(
                    quota.For, people.Lines.IsTeam(quota.For) ? CallScope.Team : CallScope.Own, quota.Period, quota.Amount, quota.Currency,
                    quota.HoldsSince ?? PersonListed.SinceEver, quota.IsChanged ? quota.ModifiedBy : quota.CreatedBy, $"{source}:{quota.Record}");
                if (set.Fault(await people.HasAsync(quota.For, cancellation), isAuthorKnown: true, people.Lines) is { } fault)
                {
                    await refuse(quota, fault);
                    continue;
                }

                planned.Add((quota, set));
            }
        }

        var recorded = planned.Count == 0
            ? []
            : await facts.RecordAsync(tenant, QuotaSet.Kind, source, known => Decide(Changed(planned, known), known), cancellation);
        var taken = recorded.Count(f => f.Data is QuotaSet { Amount: not null });
        return (taken, planned.Count - taken);
    }

    // What the source tells for the first time, or tells otherwise than it did last.
    private List<SetQuota> Changed(List<(ToldQuota Told, SetQuota First)> planned, IReadOnlyList<RecordedFact> known)
    {
        var last = known.Order(Comparer<RecordedFact>.Create(RecordedFact.Compare)).Select(Quota.Of).OfType<Quota>()
            .Where(q => q is { Source: not null, Amount: not null }).GroupBy(q => q.Source!, StringComparer.Ordinal)
            .ToDictionary(q => q.Key, q => q.Last(), StringComparer.Ordinal);
        var told = planned.Select(p => p.First.Slot).ToHashSet();
        var changed = new List<SetQuota>();
        foreach (var (quota, first) in planned)
        {
            if (!last.TryGetValue(first.Source!, out var before))
            {
                changed.Add(first);
            }
            else if ((before.Slot, before.Amount, before.Currency) != (first.Slot, first.Amount, first.Currency))
            {
                var at = (quota.ModifiedAt is null ? null : quota.HoldsSince) ?? clock.GetUtcNow().ToMicroseconds();
                var now = first with { At = at, By = quota.ModifiedBy };
                changed.Add(now);
                if (before.Slot != first.Slot && !told.Contains(before.Slot))
                {
                    var (who, scope, period) = before.Slot;
                    changed.Add(now with { For = who, Scope = scope, Period = period, Amount = null, Currency = before.Currency });
                }
            }
        }

        return changed;
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
