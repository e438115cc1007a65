using DealLedger.Core.Ledger;

namespace DealLedger.Core.Currencies;

/// <summary>
/// The rates of all pairs of currencies at any instant, as the facts tell them. Total: a fact that makes no sense has no effect. Of facts
/// about one instant the one recorded last counts.
/// </summary>
public sealed class RateHistory
{
    private readonly SortedDictionary<string, List<RecordedFact>> _byPair = new(StringComparer.Ordinal);

    private RateHistory()
    {
    }

    /// <summary>No rates at all.</summary>
    public static RateHistory None { get; } = new();

    /// <summary>The rates that these facts tell.</summary>
    public static RateHistory Of(IEnumerable<RecordedFact> facts)
    {
        var history = new RateHistory();
        foreach (var fact in facts.Order(Comparer<RecordedFact>.Create(RecordedFact.Compare)))
        {
            if (fact.Data is not RateSet { Rate: >= RateSet.Smallest and <= RateSet.Largest } || !CurrencyPair.TryParse(fact.Stream.Id, out _))
            {
                continue;
            }

            if (!history._byPair.TryGetValue(fact.Stream.Id, out var rates))
            {
                history._byPair.Add(fact.Stream.Id, rates = []);
            }

            rates.Add(fact);
        }

        return history;
    }

    /// <summary>The pairs of which a rate was ever told, in the order of their names.</summary>
    public IEnumerable<CurrencyPair> Pairs => _byPair.Keys.Select(id => CurrencyPair.TryParse(id, out var pair) ? pair : default);

    /// <summary>The facts of a pair in the order in which they took effect.</summary>
    public IReadOnlyList<RecordedFact> Of(CurrencyPair pair) => _byPair.TryGetValue(pair.ToString(), out var rates) ? rates : [];

    /// <summary>The fact that tells a pair's rate at an instant; none where there is no rate then.</summary>
    public RecordedFact? At(CurrencyPair pair, DateTimeOffset instant)
    {
        if (!_byPair.TryGetValue(pair.ToString(), out var rates))
        {
            return null;
        }

        var (low, high) = (0, rates.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rates[middle].Data.At <= instant ? (middle + 1, high) : (low, middle);
        }

        return low == 0 || ((RateSet)rates[low - 1].Data).Until <= instant ? null : rates[low - 1];
    }

    /// <summary>The instants at which the rate of a pair may change, with the facts behind them.</summary>
    internal IEnumerable<(DateTimeOffset At, RecordedFact Fact)> Turns(CurrencyPair pair)
    {
        foreach (var fact in Of(pair))
        {
            yield return (fact.Data.At, fact);
            if (((RateSet)fact.Data).Until is { } until)
            {
                yield return (until, fact);
            }
        }
    }
}
