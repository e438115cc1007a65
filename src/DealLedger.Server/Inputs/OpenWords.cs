using System.Text.RegularExpressions;
using DealLedger.Core;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;

namespace DealLedger.Server.Inputs;

/// <summary>The fields of a new deal as they are written; all may be left out.</summary>
public sealed partial record OpenWords(
    string? Name = null, string? Account = null, string? Owner = null, string? Stage = null, string? Category = null, string? Amount = null,
    string? Currency = null, string? CloseDate = null, string? Probability = null, string? Type = null, string? Segment = null)
{
    /// <summary>All fields, in their order.</summary>
    internal string?[] All => [Name, Account, Owner, Stage, Category, Amount, Currency, CloseDate, Probability, Type, Segment];

    /// <summary>The command that is meant.</summary>
    public OpenOpportunity Read(InputReader read) => read.Checked(new OpenOpportunity(
        Text(read, "name", Name), SalesforceId.To18(Account) ?? Text(read, "account", Account), InputReader.IdIfGiven("owner", Owner), Text(read, "stage", Stage),
        ReadCategory(read), read.Amount("amount", Amount), ReadCurrency(read), read.Date("closeDate", CloseDate), ReadProbability(read),
        Text(read, "type", Type), Text(read, "segment", Segment)));

    private ForecastCategory? ReadCategory(InputReader read)
    {
        if (Category is null)
        {
            return null;
        }

        if (CategoryNames.TryParse(Category, out var category))
        {
            return category;
        }

        read.Refuse("category", $"'{InputReader.Short(Category)}' is not a category; it is one of {CategoryNames.Accepted}.");
        return null;
    }

    private string? ReadCurrency(InputReader read)
    {
        if (Currency is not null && !CurrencyForm().IsMatch(Currency))
        {
            read.Refuse("currency", $"'{InputReader.Short(Currency)}' is not a currency; write three capital letters, such as USD.");
        }

        return Currency;
    }

    private decimal? ReadProbability(InputReader read)
    {
        var probability = read.Amount("probability", Probability);
        if (probability is < 0 or > 100)
        {
            read.Refuse("probability", $"'{InputReader.Short(Probability!)}' is not a probability; write percent from 0 to 100.");
        }

        return probability;
    }

    private static string? Text(InputReader read, string field, string? text)
    {
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            read.Refuse(field, $"The {field} is empty; leave it out, or write a text.");
        }
        else if (text is not null && CommandWords.CheckText(field, text) is { } fault)
        {
            read.Refuse(field, fault.Message);
        }

        return text?.Trim();
    }

    [GeneratedRegex("^[A-Z]{3}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyForm();
}
