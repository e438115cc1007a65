using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

// The rows of an export that tell the life of deals, read and checked. Ids have 18 characters, instants are in UTC.

/// <summary>A row of Opportunity.csv: the deal as it stands when the export is made.</summary>
public sealed record OpportunityRow(string Id, string Stage, DateTimeOffset CreatedAt)
{
    /// <summary>Whether it lies in the recycle bin.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Whether the source marks its stage as closed.</summary>
    public bool? IsClosed { get; init; }

    /// <summary>Whether the source marks its stage as won.</summary>
    public bool? IsWon { get; init; }

    /// <summary>The forecast category, where the source tells one.</summary>
    public ForecastCategory? Category { get; init; }

    /// <summary>The amount, if it has one.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency of the amount.</summary>
    public string? Currency { get; init; }

    /// <summary>The expected close date.</summary>
    public DateOnly? CloseDate { get; init; }

    /// <summary>The probability in percent.</summary>
    public decimal? Probability { get; init; }

    /// <summary>The owner's id.</summary>
    public string? Owner { get; init; }

    /// <summary>The deal's name.</summary>
    public string? Name { get; init; }

    /// <summary>The account's id.</summary>
    public string? Account { get; init; }

    /// <summary>Such as New, Expansion, Renewal.</summary>
    public string? Type { get; init; }

    /// <summary>Such as Enterprise.</summary>
    public string? Segment { get; init; }

    /// <summary>The text of the next step.</summary>
    public string? NextStep { get; init; }

    /// <summary>Who created it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When a person last changed it.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Who last changed it.</summary>
    public string? ModifiedBy { get; init; }

    /// <summary>When anything last touched it.</summary>
    public DateTimeOffset? SystemModstamp { get; init; }
}

/// <summary>A row of OpportunityHistory.csv: five fields of the deal after one change.</summary>
public sealed record HistoryRow(string Id, string DealId, DateTimeOffset At, string By, string Stage)
{
    /// <summary>The forecast category, where the source tells one.</summary>
    public ForecastCategory? Category { get; init; }

    /// <summary>The amount, if it had one.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The expected close date.</summary>
    public DateOnly? CloseDate { get; init; }

    /// <summary>The probability in percent.</summary>
    public decimal? Probability { get; init; }
}

/// <summary>A row of OpportunityFieldHistory.csv: one field from one value to another, as the source writes them.</summary>
public sealed record FieldHistoryRow(string Id, string DealId, DateTimeOffset At, string By, string Field, string? OldValue, string? NewValue);

/// <summary>
/// A row of DatedConversionRate.csv: from a day on (its first instant, in UTC) one of the corporate currency is worth so many units of a
/// currency, until the next row of that currency begins.
/// </summary>
public sealed record DatedRate(string Currency, decimal Rate, DateTimeOffset From, int Line);

/// <summary>What an export tells of one deal; the opportunity's own row is missing when it was refused.</summary>
public sealed record DealRows(
    string DealId, OpportunityRow? Opportunity, IReadOnlyList<HistoryRow> History, IReadOnlyList<FieldHistoryRow> FieldHistory);
