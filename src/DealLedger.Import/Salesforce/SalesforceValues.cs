using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>Reads cells as Salesforce writes them. Each reader takes a cell that is not blank.</summary>
internal static class SalesforceValues
{
    public const string AcceptedInstants = "an instant such as 2018-10-13 17:16:45 or 2018-10-13T17:16:45.000+0000";
    public const string AcceptedDates = "a date such as 2018-10-13";
    public const string AcceptedAmounts = "a number such as 15000.50, below 10^15, with at most 6 decimals";
    public const string AcceptedRates = "a rate above 0, such as 1.08";
    public const string AcceptedProbabilities = "a number from 0 to 100";
    public const string AcceptedIds = "a Salesforce id of 15 or 18 letters and digits";

    private const string NoId = "000000000000000";
    private const decimal AmountBound = 1_000_000_000_000_000m;
    private const int MostDecimals = 6;
    private const int FirstYear = 1700;
    private const int LastYear = 4000;

    private static readonly string[] InstantForms =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    /// <summary>Whether a cell that holds an id says that there is none.</summary>
    public static bool IsNoId(string cell) => cell.Length == 0 || (cell.Length is 15 or 18 && cell.StartsWith(NoId, StringComparison.Ordinal));

    public static bool TryInstant(string cell, out DateTimeOffset instant)
    {
        var ok = DateTimeOffset.TryParseExact(cell, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant)
            && instant.Year is >= FirstYear and <= LastYear;
        instant = ok ? instant.ToMicroseconds() : default;
        return ok;
    }

    public static bool TryDate(string cell, out DateOnly date)
    {
        // A close date is a day; exports write midnight behind it.
        var day = cell.Length > 10 && cell[10] is ' ' or 'T' && TryInstant(cell, out _) ? cell[..10] : cell;
        return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
            && date.Year is >= FirstYear and <= LastYear;
    }

    public static bool TryAmount(string cell, out decimal amount)
    {
        const NumberStyles form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(cell, form, CultureInfo.InvariantCulture, out amount) || Math.Abs(amount) >= AmountBound)
        {
            return false;
        }

        amount = amount.Trim();
        return amount.Scale <= MostDecimals;
    }

    public static bool TryProbability(string cell, out decimal probability) => TryAmount(cell, out probability) && probability is >= 0 and <= 100;

    public static bool TryRate(string cell, out decimal rate) =>
        decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rate) && rate is >= RateSet.Smallest and <= RateSet.Largest;

    public static bool TryFlag(string cell, out bool flag)
    {
        flag = cell is "1" || cell.Equals("true", StringComparison.OrdinalIgnoreCase);
        return flag || cell is "0" || cell.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The 18-character form of a cell that holds the id of a person or an account; none for their names.</summary>
    public static string? IdIn(string cell) => cell.Length > 0 && char.IsAsciiDigit(cell[0]) ? SalesforceId.To18(cell) : null;

    /// <summary>Reads a value of OpportunityFieldHistory.csv; a blank one is none. False where it does not fit the field.</summary>
    public static bool TryRead(DealField field, string? cell, out object? value)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(cell))
        {
            return true;
        }

        var ok = true;
        switch (field)
        {
            case DealField.Category:
                ok = CategoryNames.TryParse(cell, out var category);
                value = category;
                break;
            case DealField.Amount:
                ok = TryAmount(cell, out var amount);
                value = amount;
                break;
            case DealField.Probability:
                ok = TryProbability(cell, out var probability);
                value = probability;
                break;
            case DealField.CloseDate:
                ok = TryDate(cell, out var date);
                value = date;
                break;
            case DealField.Owner or DealField.Account:
                value = IdIn(cell);
                break;
            default:
                value = cell;
                break;
        }

        value = ok ? value : null;
        return ok;
    }

    /// <summary>What would be right in a cell of the field.</summary>
    public static string Accepted(DealField field) => field switch
    {
        DealField.Category => CategoryNames.Accepted,
        DealField.Amount => AcceptedAmounts,
        DealField.Probability => AcceptedProbabilities,
        DealField.CloseDate => AcceptedDates,
        _ => "a text",
    };
}
