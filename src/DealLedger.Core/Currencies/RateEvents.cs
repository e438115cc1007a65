using DealLedger.Core.Ledger;

namespace DealLedger.Core.Currencies;

/// <summary>
/// From At on, one unit of a currency is worth Rate units of another, until the next rate of the pair, or until an instant (exclusive)
/// where the source says so. The stream is <c>rate/EUR-USD</c>: one EUR in USD.
/// </summary>
public sealed record RateSet(decimal Rate, DateTimeOffset? Until, DateTimeOffset At, string By) : FactEvent(At, By)
{
    /// <summary>The kind of the streams of rates.</summary>
    public const string Kind = "rate";

    /// <summary>The smallest rate that is accepted.</summary>
    public const decimal Smallest = 0.0000000001m;

    /// <summary>The largest rate that is accepted.</summary>
    public const decimal Largest = 10_000_000_000m;
}

/// <summary>Two currencies: one unit of the first is worth a rate of the second.</summary>
public readonly record struct CurrencyPair(string Of, string In)
{
    /// <summary>The pair that a stream's id names; false when it is none.</summary>
    public static bool TryParse(string id, out CurrencyPair pair)
    {
        var parts = id.Split('-');
        pair = parts.Length == 2 ? new CurrencyPair(parts[0], parts[1]) : default;
        return parts.Length == 2 && MinorUnits.IsCurrency(pair.Of) && MinorUnits.IsCurrency(pair.In) && pair.Of != pair.In;
    }

    /// <summary>The id of the pair's stream.</summary>
    public override string ToString() => $"{Of}-{In}";
}
