using DealLedger.Core.Ledger;

namespace DealLedger.Core.Currencies;

/// <summary>
/// Amounts of several deals in one currency: their sum, how many deals have one, and what each of them is where all are the same. Amounts
/// that have to be converted come so, since each is rounded before they are summed (DEFINITIONS 4). Deals that are taken off again count
/// below zero.
/// </summary>
public readonly record struct AmountSum(decimal Sum, long Count, decimal? Each)
{
    /// <summary>The amount of one deal.</summary>
    public static AmountSum One(decimal? amount) => new(amount ?? 0, amount is null ? 0 : 1, amount);

    /// <summary>Whether there is no amount, or as many were taken off as there were.</summary>
    public bool IsNothing => Count == 0 && Sum == 0;
}

/// <summary>
/// What amounts of other currencies are worth in the reporting currency at one instant. A rate told the other way round divides. A
/// currency without a rate is not converted: nothing is guessed by way of a third one.
/// </summary>
public sealed class Rates
{
    private readonly IReadOnlyDictionary<string, (decimal Rate, bool Divides)> _rates;
    private readonly int _digits;

    internal Rates(string reporting, IReadOnlyDictionary<string, (decimal Rate, bool Divides)> rates)
    {
        (Reporting, _rates, _digits) = (reporting, rates, MinorUnits.Of(reporting));
    }

    /// <summary>The currency that answers are told in.</summary>
    public string Reporting { get; }

    /// <summary>No rate of any currency.</summary>
    public static Rates None(string reporting) => new(reporting, new Dictionary<string, (decimal, bool)>());

    /// <summary>Whether amounts in this currency can be told; an amount without a currency is in the reporting currency.</summary>
    public bool Knows(string? currency) => currency is null || currency == Reporting || _rates.ContainsKey(currency);

    /// <summary>One amount in the reporting currency, rounded to its minor unit, half to even; none where no rate converts it.</summary>
    public decimal? Convert(string? currency, decimal amount)
    {
        if (currency is null || currency == Reporting)
        {
            return amount;
        }

        return _rates.TryGetValue(currency, out var rate)
            ? Math.Round(rate.Divides ? amount / rate.Rate : amount * rate.Rate, _digits, MidpointRounding.ToEven)
            : null;
    }

    /// <summary>Amounts in the reporting currency, each rounded, then summed; none where no rate converts them.</summary>
    public decimal? Convert(string? currency, AmountSum amounts) =>
        amounts.IsNothing || currency is null || currency == Reporting ? amounts.Sum
        : amounts.Each is { } each ? Convert(currency, each) * amounts.Count
        : Knows(currency) ? throw new ArgumentException("Amounts to be converted come one by one.", nameof(amounts)) : null;

    /// <summary>The currencies whose rate differs from another one's, in the order of their codes.</summary>
    public IReadOnlyList<string> DifferencesTo(Rates other) =>
        [.. _rates.Keys.Union(other._rates.Keys, StringComparer.Ordinal).Where(c => Of(c) != other.Of(c)).Order(StringComparer.Ordinal)];

    /// <summary>The rate of a currency as it is told: of how many, and whether it is told the other way round.</summary>
    public (decimal Rate, bool Divides)? Of(string? currency) => currency is not null && _rates.TryGetValue(currency, out var rate) ? rate : null;
}

/// <summary>One instant at which the rate of a currency changed, with the fact that says so; none means that there was no rate.</summary>
public sealed record RateMove(string Currency, DateTimeOffset At, decimal? Was, decimal? Is, RecordedFact Fact);

/// <summary>The rates that a question looks at: those of each instant, or of one instant throughout.</summary>
public sealed class RatesOverTime
{
    private readonly RateHistory _history;
    private readonly DateTimeOffset? _fixedAt;
    private readonly List<DateTimeOffset> _turns;
    private readonly Dictionary<int, Rates> _versions = [];

    private RatesOverTime(RateHistory history, string reporting, DateTimeOffset? fixedAt)
    {
        (_history, Reporting, _fixedAt) = (history, reporting, fixedAt);
        _turns = fixedAt is null
            ? [.. history.Pairs.Where(Concerns).SelectMany(history.Turns).Select(t => t.At).Distinct().Order()]
            : [];
    }

    /// <summary>The currency that answers are told in.</summary>
    public string Reporting { get; }

    /// <summary>The rates of each instant.</summary>
    public static RatesOverTime AsOf(RateHistory history, string reporting) => new(history, reporting, null);

    /// <summary>The rates of one instant, for all instants.</summary>
    public static RatesOverTime Fixed(RateHistory history, string reporting, DateTimeOffset at) => new(history, reporting, at);

    /// <summary>The rates at an instant; the same ones as long as none changes.</summary>
    public Rates At(DateTimeOffset instant)
    {
        var place = _turns.BinarySearch(instant);
        var version = place >= 0 ? place : ~place - 1;
        if (!_versions.TryGetValue(version, out var rates))
        {
            _versions.Add(version, rates = Build(_fixedAt ?? instant));
        }

        return rates;
    }

    /// <summary>What changed in a window, its first instant exclusive, in the order of time.</summary>
    public IReadOnlyList<RateMove> MovesIn(DateTimeOffset from, DateTimeOffset to)
    {
        var moves = new List<RateMove>();
        if (_fixedAt is not null)
        {
            return moves;
        }

        var turns = _history.Pairs.Where(Concerns)
            .SelectMany(p => _history.Turns(p).Where(t => t.At > from && t.At <= to).Select(t => (Currency: Other(p), t.At, t.Fact)))
            .GroupBy(t => (t.At, t.Currency)).OrderBy(t => t.Key.At).ThenBy(t => t.Key.Currency, StringComparer.Ordinal);
        foreach (var turn in turns)
        {
            var (at, currency) = turn.Key;
            var (was, @is) = (At(at - Instants.Microsecond).Of(currency), At(at).Of(currency));
            if (was != @is)
            {
                moves.Add(new RateMove(currency, at, was?.Rate, @is?.Rate, turn.MaxBy(t => (t.Fact.Data.At, t.Fact.Position)).Fact));
            }
        }

        return moves;
    }

    private Rates Build(DateTimeOffset at)
    {
        var rates = new Dictionary<string, (decimal, bool)>(StringComparer.Ordinal);
        foreach (var pair in _history.Pairs.Where(Concerns))
        {
            var divides = pair.Of == Reporting;
            if (_history.At(pair, at)?.Data is RateSet { Rate: var rate } && (!divides || !rates.ContainsKey(Other(pair))))
            {
                rates[Other(pair)] = (rate, divides);
            }
        }

        return new Rates(Reporting, rates);
    }

    private bool Concerns(CurrencyPair pair) => pair.Of == Reporting || pair.In == Reporting;

    private string Other(CurrencyPair pair) => pair.Of == Reporting ? pair.In : pair.Of;
}
