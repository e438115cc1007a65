namespace DealLedger.Import.Salesforce;

/// <summary>A field of a deal that an export can tell.</summary>
public enum DealField
{
    /// <summary>The stage's name.</summary>
    Stage,

    /// <summary>The forecast category, whether the stage's own or an override.</summary>
    Category,

    /// <summary>The amount.</summary>
    Amount,

    /// <summary>The currency of the amount.</summary>
    Currency,

    /// <summary>The expected close date.</summary>
    CloseDate,

    /// <summary>The probability in percent.</summary>
    Probability,

    /// <summary>The owner's id.</summary>
    Owner,

    /// <summary>The deal's name.</summary>
    Name,

    /// <summary>The account's id.</summary>
    Account,

    /// <summary>Such as New, Expansion, Renewal.</summary>
    Type,

    /// <summary>Such as Enterprise.</summary>
    Segment,

    /// <summary>The text of the next step.</summary>
    NextStep,
}

/// <summary>Which of Salesforce's names mean which field.</summary>
public static class DealFields
{
    /// <summary>The fields whose history OpportunityHistory.csv tells.</summary>
    public static readonly IReadOnlyList<DealField> InHistory =
        [DealField.Stage, DealField.Category, DealField.Amount, DealField.CloseDate, DealField.Probability];

    internal static readonly IReadOnlyList<DealField> All = Enum.GetValues<DealField>();

    private static readonly Dictionary<string, DealField> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["StageName"] = DealField.Stage,
        ["Stage"] = DealField.Stage,
        ["ForecastCategory"] = DealField.Category,
        ["ForecastCategoryName"] = DealField.Category,
        ["Amount"] = DealField.Amount,
        ["CloseDate"] = DealField.CloseDate,
        ["Probability"] = DealField.Probability,
        ["Owner"] = DealField.Owner,
        ["OwnerId"] = DealField.Owner,
        ["Name"] = DealField.Name,
        ["Account"] = DealField.Account,
        ["AccountId"] = DealField.Account,
        ["Type"] = DealField.Type,
        ["NextStep"] = DealField.NextStep,
    };

    /// <summary>Reads what OpportunityFieldHistory.csv calls a field, with or without "Opportunity" before it; false for fields that do not count.</summary>
    public static bool TryParse(string name, out DealField field)
    {
        const string prefix = "Opportunity";
        return ByName.TryGetValue(name, out field)
            || (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && ByName.TryGetValue(name[prefix.Length..], out field));
    }

    /// <summary>Whether OpportunityHistory.csv tells the field's history.</summary>
    public static bool IsInHistory(this DealField field) => InHistory.Contains(field);

    /// <summary>The field in a sentence.</summary>
    internal static string InWords(this DealField field) => field switch
    {
        DealField.CloseDate => "close date",
        DealField.NextStep => "next step",
        _ => field.ToString().ToLowerInvariant(),
    };
}
