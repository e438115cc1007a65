using DealLedger.Core.Calls;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;

namespace DealLedger.Core.Quotas;

/// <summary>What a quota is for: a person's own deals or those of the team that they lead, in a period.</summary>
public sealed record QuotaSlot(string For, CallScope Scope, Period Period);

/// <summary>A quota as the ledger holds it: since when it holds, none taking it away, by whom it was set, and where that is recorded.</summary>
public sealed record Quota(QuotaSlot Slot, decimal? Amount, string Currency, DateTimeOffset At, string By, string? Source, long Position)
{
    /// <summary>The quota that a fact tells; none where it is no quota, or lacks what a quota needs.</summary>
    public static Quota? Of(RecordedFact fact) =>
        fact is { Stream.Kind: QuotaSet.Kind, Data: QuotaSet { Period: { } period, Currency: { } currency } e }
            && CallWords.Read(CallWords.Scopes, e.Scope) is { } scope
            ? new Quota(new QuotaSlot(fact.Stream.Id, scope, new Period(period, e.Start, e.End)), e.Amount, currency, e.At, e.By, e.Source, fact.Position)
            : null;
}

/// <summary>The quotas that were set, over time.</summary>
public sealed class QuotaBook
{
    private readonly ILookup<QuotaSlot, Quota> _bySlot;

    private QuotaBook(List<Quota> all) => _bySlot = all.ToLookup(q => q.Slot);

    /// <summary>The quotas that these facts tell, in whatever order they come.</summary>
    public static QuotaBook Of(IEnumerable<RecordedFact> facts) =>
        new([.. facts.Order(Comparer<RecordedFact>.Create(RecordedFact.Compare)).Select(Quota.Of).OfType<Quota>()]);

    /// <summary>The quotas that hold at an instant, in the order of person, scope and period.</summary>
    public IReadOnlyList<Quota> At(DateTimeOffset asOf) =>
    [
        .. _bySlot.Select(s => s.LastOrDefault(q => q.At <= asOf)).OfType<Quota>().Where(q => q.Amount is not null)
            .OrderBy(q => q.Slot.For, StringComparer.Ordinal).ThenBy(q => q.Slot.Scope).ThenBy(q => q.Slot.Period.Start)
            .ThenBy(q => q.Slot.Period.Id, StringComparer.Ordinal),
    ];

    /// <summary>The quota that was set for a slot and holds at an instant, if there is one.</summary>
    public Quota? Find(QuotaSlot slot, DateTimeOffset asOf) => _bySlot[slot].LastOrDefault(q => q.At <= asOf) is { Amount: not null } quota ? quota : null;

    /// <summary>The quotas of a slot, each with the instant up to which it held (exclusive; the last instant of all where it holds still).</summary>
    public IEnumerable<(Quota Quota, DateTimeOffset To)> Spans(QuotaSlot slot)
    {
        var set = _bySlot[slot].ToList();
        for (var i = 0; i < set.Count; i++)
        {
            var to = i + 1 < set.Count ? set[i + 1].At : DateTimeOffset.MaxValue;
            if (set[i].Amount is not null && set[i].At < to)
            {
                yield return (set[i], to);
            }
        }
    }

    /// <summary>Whom quotas were ever set for, in this scope.</summary>
    public IReadOnlyList<string> Holders(CallScope scope) =>
        [.. _bySlot.Where(s => s.Key.Scope == scope).Select(s => s.Key.For).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The amount that holds for a slot at an instant, in the reporting currency of the rates: the one set for the period, else the sum over the parts of the period
    /// (the months of a quarter, the quarters of a year) where all of them have one. None where there is none, or no rate converts it.
    /// </summary>
    public decimal? Amount(QuotaSlot slot, FiscalCalendar calendar, Rates rates, DateTimeOffset asOf)
    {
        if (Find(slot, asOf) is { } own)
        {
            return rates.Convert(own.Currency, own.Amount!.Value);
        }

        var parts = PeriodParts.Of(calendar, slot.Period);
        var sum = parts.Count == 0 ? null : (decimal?)0;
        foreach (var part in parts)
        {
            sum += Amount(slot with { Period = part }, calendar, rates, asOf);
        }

        return sum;
    }
}
