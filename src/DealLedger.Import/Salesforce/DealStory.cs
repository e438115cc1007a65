using DealLedger.Core;
using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>How a deal is opened: its fields, the record that the opening is derived from, and the header that says where they come from.</summary>
internal sealed record Opening(FieldSet Fields, string Record, string Source);

/// <summary>One change that an export tells: what holds after it, and which record told which field.</summary>
internal sealed class Step(DateTimeOffset at, string by, string record, string correlation)
{
    public DateTimeOffset At { get; } = at;

    public string By { get; } = by;

    /// <summary>The record that told the change as a whole.</summary>
    public string Record { get; } = record;

    public string Correlation { get; } = correlation;

    /// <summary>The order of ties: a Salesforce id sorts by the ASCII order of its first 15 characters.</summary>
    public string Order { get; } = record[..15];

    public FieldSet Told { get; } = new();

    /// <summary>The records that told single fields in place of <see cref="Record"/>.</summary>
    public Dictionary<DealField, string> Tellers { get; } = [];

    public bool IsHistoryRow { get; init; }

    /// <summary>Whether the category is not told but follows from the stage.</summary>
    public bool CategoryIsInferred { get; set; }

    public Opening? Opening { get; set; }
}

/// <summary>What an export by itself tells of one deal: its changes in business order, from the opening on, and how it stands at the end.</summary>
internal sealed class DealStory(DealRows rows)
{
    /// <summary>How the source spells that something was inferred, in the record and the source of events.</summary>
    public const char InferredMark = '@';

    public string DealId { get; } = rows.DealId;

    public OpportunityRow? Opportunity { get; } = rows.Opportunity;

    /// <summary>The changes in order; the first one opens the deal. None when the export tells too little to open it.</summary>
    public List<Step> Steps { get; } = [];

    /// <summary>The first value that a row of field history tells of what was before it, by field and change.</summary>
    public List<(Step Step, FieldChange Change)> OldValues { get; } = [];

    /// <summary>How the deal stands by Opportunity.csv.</summary>
    public FieldSet? Current { get; init; }

    public List<string> Gaps { get; } = [];

    /// <summary>The change of the first history row, if there is one.</summary>
    public Step? FirstHistoryRow => Steps.Find(s => s.IsHistoryRow);

    /// <summary>When the deal stood as <see cref="Current"/> says, at the latest.</summary>
    public DateTimeOffset Point => Latest(Opportunity?.ModifiedAt ?? Opportunity?.SystemModstamp, Steps[^1].At);

    /// <summary>Whether the export has a row.</summary>
    public bool Has(string record) => Steps.Exists(s => s.Record == record || s.Tellers.ContainsValue(record));

    /// <summary>The record of an inferred change.</summary>
    public string Inferred(DateTimeOffset at) => $"{DealId}{InferredMark}{at.ToIso()}";

    public static DateTimeOffset Latest(DateTimeOffset? a, DateTimeOffset b) => a > b ? a.Value : b;
}
