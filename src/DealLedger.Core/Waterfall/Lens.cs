using DealLedger.Core.Currencies;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;

namespace DealLedger.Core.Waterfall;

/// <summary>What a deal's value depends on beside the deal, at one instant: the hierarchy above its owner and the rates of currencies.</summary>
public sealed record Lens(Hierarchy Teams, Rates Rates)
{
    /// <summary>The deal's amount in the reporting currency; 0 where it has none, or one that no rate converts.</summary>
    public decimal Worth(DealView deal) => deal.Amount is { } amount ? Rates.Convert(deal.Currency, amount) ?? 0 : 0;

    /// <summary>Whether a deal in this state may count differently through another lens.</summary>
    public bool Differs(DealView deal, Lens other) =>
        (Rates != other.Rates && Rates.Of(deal.Currency) != other.Rates.Of(deal.Currency))
        || (Teams != other.Teams && !Teams.TeamsOf(deal.Owner).SequenceEqual(other.Teams.TeamsOf(deal.Owner)));
}

/// <summary>One instant at which the hierarchy or the rates changed, with what changed.</summary>
public sealed record LensMove(DateTimeOffset At, IReadOnlyList<LineMove> Lines, IReadOnlyList<RateMove> Rates);

/// <summary>The lens of each instant that a question looks at.</summary>
public sealed class LensOverTime(TeamsOverTime teams, RatesOverTime rates)
{
    private readonly Dictionary<(Hierarchy, Rates), Lens> _lenses = [];

    /// <summary>Without any hierarchy, and with no rates of other currencies.</summary>
    public static LensOverTime Plain(string reportingCurrency) => new(TeamsOverTime.None, RatesOverTime.AsOf(RateHistory.None, reportingCurrency));

    /// <summary>The hierarchy that is looked at.</summary>
    public TeamsOverTime Teams => teams;

    /// <summary>The rates that are looked at.</summary>
    public RatesOverTime Rates => rates;

    /// <summary>The lens of an instant; the same one as long as nothing changes.</summary>
    public Lens At(DateTimeOffset instant)
    {
        var key = (teams.At(instant), rates.At(instant));
        if (!_lenses.TryGetValue(key, out var lens))
        {
            _lenses.Add(key, lens = new Lens(key.Item1, key.Item2));
        }

        return lens;
    }

    /// <summary>What changed in a window, the first instant exclusive, in the order of time.</summary>
    public IReadOnlyList<LensMove> MovesIn(DateTimeOffset from, DateTimeOffset to)
    {
        var moves = new SortedDictionary<DateTimeOffset, (IReadOnlyList<LineMove> Lines, List<RateMove> Rates)>();
        foreach (var lines in teams.MovesIn(from, to))
        {
            moves.Add(lines[0].At, (lines, []));
        }

        foreach (var rate in rates.MovesIn(from, to))
        {
            if (!moves.TryGetValue(rate.At, out var at))
            {
                moves.Add(rate.At, at = ([], []));
            }

            at.Rates.Add(rate);
        }

        return [.. moves.Select(m => new LensMove(m.Key, m.Value.Lines, m.Value.Rates))];
    }
}
