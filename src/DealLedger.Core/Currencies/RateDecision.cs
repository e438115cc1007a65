using System.Globalization;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Currencies;

/// <summary>
/// A rate as a source tells it: one unit of the pair's first currency in units of the second, from an instant on, until another one
/// (exclusive) where it is said to end. Place names the row or the command in refusals.
/// </summary>
public sealed record RateTold(CurrencyPair Pair, decimal Rate, DateTimeOffset From, DateTimeOffset? Until, string Place);

/// <summary>Decides what told rates add to the known ones. Pure.</summary>
public static class RateDecision
{
    /// <summary>
    /// What differs from what is known, pair by pair in the order of time. A rate from an instant from which there is one corrects that
    /// one; one without an end holds until the next of its pair begins. What makes no sense goes to <paramref name="refuse"/>
    /// (<c>rate-out-of-bounds</c>, <c>rate-dates</c>, <c>rate-overlap</c>), naming the place; the others count.
    /// </summary>
    public static IReadOnlyList<(CurrencyPair Pair, RateSet Rate)> Decide(
        IReadOnlyList<RateTold> told, IReadOnlyList<RecordedFact> known, string by, Action<RateTold, Refusal> refuse)
    {
        var decided = new List<(CurrencyPair, RateSet)>();
        foreach (var pair in told.GroupBy(t => t.Pair))
        {
            var inForce = InForce(pair.Key, known);
            RateTold? before = null;
            foreach (var rate in pair.OrderBy(t => t.From))
            {
                if (Fault(rate, before, inForce) is { } fault)
                {
                    refuse(rate, fault);
                    continue;
                }

                before = rate;
                if (!inForce.TryGetValue(rate.From, out var same) || same.Rate != rate.Rate || same.Until != rate.Until)
                {
                    decided.Add((pair.Key, new RateSet(rate.Rate, rate.Until, rate.From, by)));
                }
            }
        }

        return decided;
    }

    private static Refusal? Fault(RateTold rate, RateTold? before, SortedDictionary<DateTimeOffset, RateSet> inForce)
    {
        if (rate.Rate is < RateSet.Smallest or > RateSet.Largest)
        {
            return new Refusal(
                "rate-out-of-bounds",
                string.Create(CultureInfo.InvariantCulture, $"{rate.Place}: {rate.Rate} is not a rate of {rate.Pair}; a rate is from {RateSet.Smallest} to {RateSet.Largest}."), "rate");
        }

        if (rate.Until <= rate.From)
        {
            return new Refusal("rate-dates", $"{rate.Place}: this rate of {rate.Pair} ends before it begins; write the last day of the time that begins with From.", "to");
        }

        if (before is not null && (rate.From == before.From || rate.From < before.Until))
        {
            return new Refusal("rate-overlap", $"{rate.Place}: the time of this rate of {rate.Pair} overlaps that of {before.Place}; a pair has one rate at a time.", "from");
        }

        // A rate from the same instant is a correction.
        if (!inForce.ContainsKey(rate.From) && inForce.LastOrDefault(k => k.Key < rate.From).Value is { Until: { } until } earlier && until > rate.From)
        {
            return Overlap(rate, earlier.At, until);
        }

        return rate.Until is { } end && inForce.FirstOrDefault(k => k.Key > rate.From && k.Key < end).Value is { } later ? Overlap(rate, later.At, later.Until) : null;
    }

    // Of rates from one instant the one recorded last.
    private static SortedDictionary<DateTimeOffset, RateSet> InForce(CurrencyPair pair, IReadOnlyList<RecordedFact> known)
    {
        var rates = new SortedDictionary<DateTimeOffset, RateSet>();
        foreach (var fact in known.Where(f => f.Stream.Id == pair.ToString()).OrderBy(f => f.Position))
        {
            if (fact.Data is RateSet rate)
            {
                rates[rate.At] = rate;
            }
        }

        return rates;
    }

    private static Refusal Overlap(RateTold told, DateTimeOffset from, DateTimeOffset? until) => new(
        "rate-overlap",
        $"{told.Place}: the time of this rate of {told.Pair} overlaps that of the one from {from.ToIso()}{(until is { } end ? $" until {end.ToIso()}" : "")}; "
        + "a rate that begins when that one does corrects it.",
        "from");
}
