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
    /// one; one without an end holds until the next of its pair begins. Throws <see cref="RefusedException"/> (<c>rate-out-of-bounds</c>,
    /// <c>rate-dates</c>, <c>rate-overlap</c>) naming the place.
    /// </summary>
    public static IReadOnlyList<(CurrencyPair Pair, RateSet Rate)> Decide(IReadOnlyList<RateTold> told, IReadOnlyList<RecordedFact> known, string by)
    {
        foreach (var rate in told)
        {
            Check(rate);
        }

        var decided = new List<(CurrencyPair, RateSet)>();
        foreach (var pair in told.GroupBy(t => t.Pair))
        {
            var inForce = InForce(pair.Key, known);
            var rates = pair.OrderBy(t => t.From).ToList();
            for (var i = 0; i < rates.Count; i++)
            {
                var (rate, next) = (rates[i], i + 1 < rates.Count ? rates[i + 1] : null);
                if (next is not null && (next.From == rate.From || next.From < rate.Until))
                {
                    throw new RefusedException("rate-overlap", $"{next.Place}: the time of this rate of {pair.Key} overlaps that of {rate.Place}; a pair has one rate at a time. Nothing was recorded.", "from");
                }

                if (inForce.TryGetValue(rate.From, out var same))
                {
                    if (same.Rate == rate.Rate && same.Until == rate.Until)
                    {
                        continue;
                    }
                }
                else if (inForce.LastOrDefault(k => k.Key < rate.From).Value is { Until: { } until } before && until > rate.From)
                {
                    throw Overlap(rate, before.At, until);
                }

                if (rate.Until is { } end && inForce.FirstOrDefault(k => k.Key > rate.From && k.Key < end).Value is { } after)
                {
                    throw Overlap(rate, after.At, after.Until);
                }

                decided.Add((pair.Key, new RateSet(rate.Rate, rate.Until, rate.From, by)));
            }
        }

        return decided;
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

    private static void Check(RateTold told)
    {
        if (told.Rate is < RateSet.Smallest or > RateSet.Largest)
        {
            throw new RefusedException(
                "rate-out-of-bounds",
                string.Create(CultureInfo.InvariantCulture, $"{told.Place}: {told.Rate} is not a rate of {told.Pair}; a rate is from {RateSet.Smallest} to {RateSet.Largest}. Nothing was recorded."),
                "rate");
        }

        if (told.Until <= told.From)
        {
            throw new RefusedException("rate-dates", $"{told.Place}: this rate of {told.Pair} ends before it begins; write the last day of the time that begins with From. Nothing was recorded.", "to");
        }
    }

    private static RefusedException Overlap(RateTold told, DateTimeOffset from, DateTimeOffset? until) => new(
        "rate-overlap",
        $"{told.Place}: the time of this rate of {told.Pair} overlaps that of the one from {from.ToIso()}{(until is { } end ? $" until {end.ToIso()}" : "")}; a rate that begins when that one does corrects it. Nothing was recorded.",
        "from");
}
