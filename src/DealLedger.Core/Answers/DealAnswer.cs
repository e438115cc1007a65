using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Answers;

/// <summary>The state of a deal as answers show it. Owner and account are ids, with their names where a source told them.</summary>
public sealed record DealState(
    string? Name, string? Account, string? AccountName, string? Owner, string? OwnerName, string? Stage, string Category, bool CategoryOverridden,
    decimal? Amount, string? Currency, DateOnly? CloseDate, decimal? Probability, string? Type, string? Segment, IReadOnlyList<string> Flags,
    string? NextStep, string Outcome, DateTimeOffset CreatedAt, int TimesPushed, string? MergedInto);

/// <summary>One event of a deal: what it did to which field, when it happened and when it was recorded, who did it, and the source record. Ignored says why an event had no effect.</summary>
public sealed record DealEvent(
    long Position, long Version, DateTimeOffset At, DateTimeOffset RecordedAt, string By, string? Source, string Kind, string? Field, string? Before,
    string? After, string? Reason, string? Ignored);

/// <summary>A deal as of an instant and every event up to it, in business order.</summary>
public sealed record DealAnswer(
    string Id, DateTimeOffset AsOf, string KnownAt, long Position, long Version, DealState State, IReadOnlyList<DealEvent> History)
{
    /// <summary>The answer that a timeline gives, or none when the deal was not open yet. Names and texts are looked up by id.</summary>
    public static DealAnswer? Of(
        Timeline timeline, DateTimeOffset asOf, string knownAt, long position, IReadOnlyDictionary<string, string> people,
        IReadOnlyDictionary<string, string> accounts, IReadOnlyDictionary<string, string> texts)
    {
        var changes = timeline.Changes.Where(c => c.At <= asOf).ToList();
        if (changes.Count == 0 || changes[^1].After is not { } state)
        {
            return null;
        }

        var history = HistoryOf(timeline, changes, texts);
        return new DealAnswer(
            timeline.OpportunityId, asOf, knownAt, position, history.Max(h => h.Version),
            new DealState(
                state.Name, state.Account, Named(accounts, state.Account), state.Owner, Named(people, state.Owner), state.Stage, state.Category.Name(),
                state.Override is not null, state.Amount, state.Currency, state.CloseDate, state.Probability, state.Type, state.Segment, [.. state.Flags],
                Text(texts, state.NextStep), state.Outcome.Name(), state.CreatedAt, state.TimesPushed, state.MergedInto),
            history);
    }

    /// <summary>The events of some changes of a timeline, in business order. Texts are looked up by id.</summary>
    public static List<DealEvent> HistoryOf(Timeline timeline, IEnumerable<Change> changes, IReadOnlyDictionary<string, string> texts)
    {
        var history = new List<DealEvent>();
        foreach (var change in changes)
        {
            var before = change.Before;
            foreach (var e in change.Events)
            {
                var after = Opportunity.Apply(before, timeline.OpportunityId, e.Data);
                history.Add(Describe(e, before, after, reference => Text(texts, reference)));
                before = after;
            }
        }

        return history;
    }

    /// <summary>The ids of the texts that a timeline refers to.</summary>
    public static IEnumerable<Guid> TextsOf(Timeline timeline) =>
        from change in timeline.Changes
        from e in change.Events
        let reference = e.Data switch
        {
            NextStepChanged x => x.To,
            CategoryOverridden x => x.Reason,
            CategoryOverrideCleared x => x.Reason,
            _ => e.Reason,
        }
        where NewText.TryParseReference(reference, out _)
        select NewText.TryParseReference(reference, out var id) ? id : default;

    private static string? Text(IReadOnlyDictionary<string, string> texts, string? reference) =>
        NewText.TryParseReference(reference, out var id) ? texts.GetValueOrDefault(id.ToString("N")) : reference;

    private static string? Named(IReadOnlyDictionary<string, string> names, string? id) => id is null ? null : names.GetValueOrDefault(id);

    private static DealEvent Describe(RecordedEvent e, Opportunity? before, Opportunity? after, Func<string?, string?> text)
    {
        var (field, read) = Field(e.Data, text);
        return new DealEvent(
            e.Position, e.Version, e.Data.At, e.RecordedAt, e.Data.By, e.Source, EventJson.TypeName(e.Data).Replace('_', '-'), field,
            before is null ? null : read(before), after is null || e.Data is OpportunityOpened ? null : read(after),
            e.Data switch
            {
                CategoryOverridden x => text(x.Reason),
                CategoryOverrideCleared x => text(x.Reason),
                _ => text(e.Reason),
            },
            Ignored(e.Data, before, after));
    }

    private static string? Ignored(IOpportunityEvent e, Opportunity? before, Opportunity? after) => e switch
    {
        UnreadableEvent x => x.Why,
        _ when after is null => "the deal was not open yet",
        OpportunityOpened when before is not null => "the deal was open already",
        CategoryOverridden when ReferenceEquals(before, after) => "the deal was closed, or the category is none that can be chosen",
        _ => null,
    };

    private static (string? Name, Func<Opportunity, string?> Read) Field(IOpportunityEvent e, Func<string?, string?> text) => e switch
    {
        StageMoved => ("stage", o => o.Stage),
        CategoryChanged or CategoryOverridden or CategoryOverrideCleared => ("category", o => o.Category.Name()),
        AmountChanged => ("amount", o => o.Amount?.ToText()),
        CloseDateMoved => ("closeDate", o => o.CloseDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        OwnerChanged => ("owner", o => o.Owner),
        OpportunityRenamed => ("name", o => o.Name),
        AccountChanged => ("account", o => o.Account),
        TypeChanged => ("type", o => o.Type),
        SegmentChanged => ("segment", o => o.Segment),
        ProbabilityChanged => ("probability", o => o.Probability?.ToText()),
        CurrencyChanged => ("currency", o => o.Currency),
        NextStepChanged => ("nextStep", o => text(o.NextStep)),
        FlagSet or FlagCleared => ("flags", o => string.Join(", ", o.Flags)),
        OpportunityWon or OpportunityLost or OpportunityReopened or OpportunityDeleted or OpportunityRestored => ("outcome", o => o.Outcome.Name()),
        OpportunityMerged => ("mergedInto", o => o.MergedInto),
        _ => (null, _ => null),
    };
}
