using System.Globalization;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;

namespace DealLedger.Server.Inputs;

/// <summary>A rate as it is written: what one unit of a currency is worth in another one, from and to which day or instant, and who says so.</summary>
public sealed record RateWords(string? Currency, string? Rate, string? In = null, string? From = null, string? To = null, string? By = null, string? Key = null)
{
    /// <summary>The rate that is meant, its author, and what a repeat of the request is known by; from now on where no beginning is given.</summary>
    public (RateTold Rate, string By, RequestKey? Request) Read(InputReader read)
    {
        var request = OriginWords.Request(read, Key, "rate", Currency, Rate, In, From, To, By);
        var pair = new CurrencyPair(Currency ?? "", In ?? read.Settings.ReportingCurrency);
        if (!CurrencyPair.TryParse(pair.ToString(), out _))
        {
            read.Refuse("currency", $"'{InputReader.Short(pair.ToString())}' is no pair of currencies; a rate is of one in another, both codes of three capital letters.");
        }

        if (!decimal.TryParse(Rate, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate))
        {
            read.Refuse("rate", $"'{InputReader.Short(Rate ?? "")}' is not a rate; write a number above 0, such as 1.08.");
        }

        var (from, until) = (read.Beginning("from", From) ?? read.Instant("from", "now"), read.Ending("to", To));
        return read.Checked((new RateTold(pair, rate, from!.Value, until, $"{pair}"), InputReader.Id("by", read.Author(By) ?? OriginWords.Api), request));
    }
}
