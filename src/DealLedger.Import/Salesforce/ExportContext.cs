using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>What holds for every deal of an export.</summary>
public sealed record ExportContext(TenantId Tenant, StageTable Stages, string Currency)
{
    /// <summary>The fields that the columns of OpportunityHistory.csv tell; none when the export lacks that file.</summary>
    public IReadOnlySet<DealField>? HistoryFields { get; init; }

    /// <summary>Whether the export has OpportunityFieldHistory.csv.</summary>
    public bool HasFieldHistory { get; init; }

    /// <summary>The fields that the columns of Opportunity.csv tell.</summary>
    public IReadOnlySet<DealField> OpportunityFields { get; init; } = new HashSet<DealField>();

    /// <summary>The ids of people whose name no one else has.</summary>
    public IReadOnlyDictionary<string, string> UserIdsByName { get; init; } = new Dictionary<string, string>();
}

/// <summary>What an import does to one deal.</summary>
/// <param name="Events">The events to append, in the order in which to append them.</param>
/// <param name="AlreadyKnown">How many events the export told that need not be recorded.</param>
/// <param name="Gaps">What the source could not tell and had to be inferred.</param>
public sealed record DealPlan(IReadOnlyList<NewEvent> Events, int AlreadyKnown, IReadOnlyList<string> Gaps);
