namespace DealLedger.Import.Sample;

// The rows of the export, named and shaped as Salesforce names and shapes them.

/// <summary>A person of the sales organisation; the one without a manager stands at the top.</summary>
public sealed record SampleUser(
    string Id, string FirstName, string LastName, string Email, string Title, string Department, string? ManagerId, bool IsActive)
{
    /// <summary>The person's name as Salesforce shows it.</summary>
    public string Name => $"{FirstName} {LastName}";
}

/// <summary>A customer, or one to be.</summary>
public sealed record SampleAccount(string Id, string Name, string Industry, string Segment, string OwnerId, DateTimeOffset CreatedDate);

/// <summary>A row of the stage table: what a stage says about category, probability and outcome.</summary>
public sealed record SampleStage(
    string Id, string Name, int SortOrder, bool IsClosed, bool IsWon, string ForecastCategory, int DefaultProbability);

/// <summary>An opportunity as it stands at the end of the sample.</summary>
public sealed record SampleOpportunity(
    string Id,
    string AccountId,
    string Name,
    SampleStage Stage,
    decimal? Amount,
    int Probability,
    DateOnly CloseDate,
    string Type,
    string? NextStep,
    string ForecastCategory,
    string Segment,
    string OwnerId,
    string CreatedById,
    DateTimeOffset CreatedDate,
    string LastModifiedById,
    DateTimeOffset LastModifiedDate,
    SampleDeletion? Deletion)
{
    /// <summary>True when the opportunity lies in the recycle bin.</summary>
    public bool IsDeleted => Deletion is not null;
}

/// <summary>An opportunity was deleted; Salesforce keeps the fact and the stamp of the last change, and no row of history.</summary>
public sealed record SampleDeletion(DateTimeOffset At, string ById, DateTimeOffset RecordedAt);

/// <summary>A row of OpportunityHistory: the state after one change; the first row of a deal is its creation.</summary>
/// <param name="RecordedAt">When the change came to be known: with the change, or some days late.</param>
public sealed record SampleHistoryRow(
    string Id,
    string OpportunityId,
    string CreatedById,
    DateTimeOffset CreatedDate,
    string StageName,
    decimal? Amount,
    DateOnly CloseDate,
    int Probability,
    string ForecastCategory,
    DateTimeOffset RecordedAt)
{
    /// <summary>Amount times probability, in cents; absent with the amount.</summary>
    public decimal? ExpectedRevenue => Amount is { } amount ? decimal.Round(amount * Probability / 100, 2) : null;
}

/// <summary>A row of OpportunityFieldHistory: one field from one value to another.</summary>
/// <param name="RecordedAt">When the change came to be known: with the change, or some days late.</param>
public sealed record SampleFieldHistoryRow(
    string Id,
    string OpportunityId,
    string CreatedById,
    DateTimeOffset CreatedDate,
    string Field,
    string? OldValue,
    string? NewValue,
    DateTimeOffset RecordedAt);

/// <summary>An opportunity with every row of its history, each list in the order of time.</summary>
public sealed record SampleDeal(
    SampleOpportunity Opportunity, IReadOnlyList<SampleHistoryRow> History, IReadOnlyList<SampleFieldHistoryRow> FieldHistory);
