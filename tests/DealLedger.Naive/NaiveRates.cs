using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;

namespace DealLedger.Naive;

/// <summary>What currencies were worth: looked up anew in all facts, every time.</summary>
public sealed record NaiveRates(IReadOnlyList<RecordedFact> Facts, DateTimeOffset? FixedAt)
{
    public static NaiveRates None { get; } = new([], null);

    /// <summary>The instants in a window at which some rate may have changed.</summary>
    public List<DateTimeOffset> InstantsIn(DateTimeOffset from, DateTimeOffset to) =>
        FixedAt is not null ? [] : [.. Facts.SelectMany(f => new[] { f.Data.At, ((RateSet)f.Data).Until ?? f.Data.At }).Where(at => at > from && at <= to)];

    /// <summary>An amount in another currency to the cent (or what it has instead), half to even; none where there is no rate.</summary>
    public decimal? Convert(decimal amount, string currency, string reporting, DateTimeOffset at)
    {
        var digits = reporting == "JPY" ? 0 : 2;
        if (Rate($"{currency}-{reporting}", FixedAt ?? at) is { } told)
        {
            return decimal.Round(amount * told, digits);
        }

        return Rate($"{reporting}-{currency}", FixedAt ?? at) is { } turned ? decimal.Round(amount / turned, digits) : null;
    }

    /// <summary>The last instant in a window at which the rate of a currency changed, with the positions of the facts that say so.</summary>
    public (DateTimeOffset At, List<long> Positions) LastTurn(string currency, string reporting, DateTimeOffset from, DateTimeOffset to)
    {
        var last = InstantsIn(from, to).Where(at => Told(at.AddTicks(-10)) != Told(at)).Max();
        return (last, [.. Facts.Where(f => f.Data.At == last || ((RateSet)f.Data).Until == last).Select(f => f.Position)]);

        (decimal?, decimal?) Told(DateTimeOffset at) => Rate($"{currency}-{reporting}", at) is { } told ? (told, null) : (null, Rate($"{reporting}-{currency}", at));
    }

    private decimal? Rate(string pair, DateTimeOffset at)
    {
        var told = Facts.Where(f => f.Stream.Id == pair && f.Data.At <= at && ((RateSet)f.Data).Rate > 0).OrderBy(f => f.Data.At).ThenBy(f => f.Position).Select(f => (RateSet)f.Data).LastOrDefault();
        return told is null || told.Until <= at ? null : told.Rate;
    }
}
