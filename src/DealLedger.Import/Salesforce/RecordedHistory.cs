using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>
/// What the ledger holds of a deal from exports: live changes are left out, since an export neither confirms nor corrects them. Next steps
/// stand there as their texts, as far as those are not erased.
/// </summary>
internal sealed class RecordedHistory
{
    private const string SourcePrefix = "salesforce:";

    private RecordedHistory(string dealId, IReadOnlyList<RecordedEvent> recorded, IReadOnlyDictionary<string, string> texts)
    {
        Ids = [.. recorded.Select(e => e.Id)];
        Changes = Timeline.Of(dealId, recorded.Where(IsFromExport).Select(e => e with { Data = WithText(e.Data, texts) })).Changes;
        Opening = Changes.FirstOrDefault(c => c.Before is null && c.After is not null);
        foreach (var change in Changes)
        {
            LastInstant = DealStory.Latest(LastInstant, change.At);
            if (change.Events.Exists(e => e.Data is not (OpportunityDeleted or OpportunityRestored)))
            {
                Freshness = DealStory.Latest(Freshness, change.At);
            }

            foreach (var opened in change.Events.Where(e => e.Data is OpportunityOpened))
            {
                Freshness = DealStory.Latest(SeenModified(opened), Freshness!.Value);
            }
        }
    }

    /// <summary>The ids of all events of the deal, live ones included.</summary>
    public HashSet<Guid> Ids { get; }

    /// <summary>The changes that exports told, in business order.</summary>
    public IReadOnlyList<Change> Changes { get; }

    /// <summary>The change that opened the deal.</summary>
    public Change? Opening { get; }

    /// <summary>Until when the exports that were taken in told how the deal stood.</summary>
    public DateTimeOffset? Freshness { get; }

    /// <summary>The instant of the latest change.</summary>
    public DateTimeOffset? LastInstant { get; }

    public static RecordedHistory None(string dealId) => new(dealId, [], new Dictionary<string, string>());

    /// <summary>The history of a deal; texts are keyed by their ids in 32 digits.</summary>
    public static RecordedHistory Of(string dealId, IReadOnlyList<RecordedEvent> recorded, IReadOnlyDictionary<string, string> texts) =>
        new(dealId, recorded, texts);

    /// <summary>The ids of the texts that a deal's events from exports refer to.</summary>
    public static IEnumerable<Guid> TextsOf(IEnumerable<RecordedEvent> recorded)
    {
        foreach (var e in recorded.Where(IsFromExport))
        {
            if (e.Data is NextStepChanged next && NewText.TryParseReference(next.To, out var id))
            {
                yield return id;
            }
        }
    }

    /// <summary>Whether a next step is a reference to a text that is gone, so that nothing can be compared with it.</summary>
    public static bool IsErased(string? nextStep) => NewText.TryParseReference(nextStep, out _);

    /// <summary>The last event of a change that says what a field is then.</summary>
    public static RecordedEvent? Setter(Change change, DealField field) => change.Events.FindLast(e => Sets(e.Data, field));

    /// <summary>Whether a change's value of a field was inferred, rather than told by a row of that instant.</summary>
    public static bool IsInferred(Change change, DealField field) => Setter(change, field) switch
    {
        { Data: OpportunityOpened } => !field.IsInHistory() || !IsHistoryRow(change),
        { Source: { } source } => source.Contains(DealStory.InferredMark, StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Whether a change is that of a row of OpportunityHistory.csv.</summary>
    public static bool IsHistoryRow(Change change) => Row(change) is not null;

    /// <summary>The row of OpportunityHistory.csv that told a change, if one did.</summary>
    public static string? Row(Change change) =>
        change.Key.CorrelationId is { } id && id.StartsWith("sf:", StringComparison.Ordinal) && id.AsSpan(3).IndexOfAny(":@/+") < 0 ? id[3..] : null;

    /// <summary>Whether OpportunityFieldHistory.csv told of a change what OpportunityHistory.csv could have told.</summary>
    public static bool IsFieldHistoryInstead(Change change) =>
        change.Key.CorrelationId is { } id && !id.Contains(DealStory.InferredMark, StringComparison.Ordinal)
        && id.IndexOf(':', 3) >= 0 && !id.EndsWith(":opened", StringComparison.Ordinal)
        && DealFields.InHistory.Any(f => Setter(change, f) is not null);

    /// <summary>The record that an event is derived from.</summary>
    public static string RecordOf(RecordedEvent e) => e.Source![SourcePrefix.Length..].Split('/')[0];

    /// <summary>The row of OpportunityHistory.csv that an inferred event took its values from, if it did.</summary>
    public static string? InferredFromRow(RecordedEvent e)
    {
        var teller = e.Source!.Split('/')[^1];
        return teller.Length == 18 && !teller.Contains(':', StringComparison.Ordinal) ? teller : null;
    }

    /// <summary>Whether a row of field history is recorded as a part of another change than the one it is told in now.</summary>
    public bool IsRecordedElsewhere(string row, DealField field, Change? here) =>
        Changes.Any(c => c != here && c.Events.Exists(e => e.Source == SourcePrefix + row && Sets(e.Data, field)));

    private static bool IsFromExport(RecordedEvent e) => e.Source?.StartsWith(SourcePrefix, StringComparison.Ordinal) == true;

    private static IOpportunityEvent WithText(IOpportunityEvent data, IReadOnlyDictionary<string, string> texts) =>
        data is NextStepChanged next && NewText.TryParseReference(next.To, out var id) && texts.TryGetValue(id.ToString("N"), out var text)
            ? next with { To = text }
            : data;

    private static DateTimeOffset? SeenModified(RecordedEvent opened) =>
        opened.Source!.Split('/') is [_, var seen, ..] && SalesforceValues.TryInstant(seen, out var modified) ? modified : null;

    private static bool Sets(IOpportunityEvent e, DealField field) => e switch
    {
        OpportunityOpened => true,
        StageMoved => field == DealField.Stage,
        CategoryChanged or CategoryOverridden or CategoryOverrideCleared => field == DealField.Category,
        AmountChanged => field == DealField.Amount,
        CurrencyChanged => field == DealField.Currency,
        CloseDateMoved => field == DealField.CloseDate,
        ProbabilityChanged => field == DealField.Probability,
        OwnerChanged => field == DealField.Owner,
        OpportunityRenamed => field == DealField.Name,
        AccountChanged => field == DealField.Account,
        TypeChanged => field == DealField.Type,
        SegmentChanged => field == DealField.Segment,
        NextStepChanged => field == DealField.NextStep,
        _ => false,
    };
}
