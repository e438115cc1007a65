using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;

namespace DealLedger.Core.Overrides;

/// <summary>
/// Which categories were overridden up to an instant: of deals that closed in a period then, by one author, of one owner or team then.
/// </summary>
public sealed record OverridesQuestion(
    DateTimeOffset AsOf, KnownAt KnownAt, Period? Period = null, bool ByPerson = false, string? Author = null, string? Owner = null, string? Team = null,
    HierarchyChoice Hierarchy = HierarchyChoice.AsOf, int Limit = OverridesQuestion.DefaultLimit) : IScoped
{
    /// <summary>How many overrides are listed unless asked otherwise.</summary>
    public const int DefaultLimit = 1_000;

    /// <summary>How many overrides one answer lists at the most.</summary>
    public const int MaxLimit = 100_000;

    GroupBy IScoped.By => GroupBy.None;
}

/// <summary>Overrides counted: how many were made, kept, missed and are undecided, and for how many days they held in sum.</summary>
public sealed record OverrideCounts(long Made, long Kept, long Missed, long Undecided, long DaysHeld)
{
    /// <summary>The counts of these overrides by an instant.</summary>
    public static OverrideCounts Of(IReadOnlyCollection<CategoryOverride> overrides, DateTimeOffset asOf) => new(
        overrides.Count, overrides.LongCount(o => o.Verdict == OverrideVerdict.Kept), overrides.LongCount(o => o.Verdict == OverrideVerdict.Missed),
        overrides.LongCount(o => o.Verdict == OverrideVerdict.Undecided), overrides.Sum(o => o.DaysHeld(asOf)));
}

/// <summary>The overrides of one author on deals of one fiscal quarter; of deals without a close date where the period is none.</summary>
public sealed record OverrideRow(string Key, string Name, string? Period, OverrideCounts Counts);

/// <summary>One override as answers show it. The reason is none where none was given or where it was erased.</summary>
public sealed record OverrideAnswer(
    string DealId, string DealName, long Position, DateTimeOffset At, DateTimeOffset RecordedAt, string Author, string? AuthorName, string? Reason,
    bool ReasonErased, string Replaced, string Category, decimal? Amount, string? Currency, DateOnly? CloseDate, string? Owner, string? Period,
    DateTimeOffset? Until, long DaysHeld, OverrideEnd End, OverrideVerdict Verdict);

/// <summary>The override ledger as of an instant: counts, with rows by person and period where asked for, and every override, the newest first.</summary>
public sealed record OverridesAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, Period? Period, OverrideCounts Total,
    IReadOnlyList<OverrideRow>? Rows, IReadOnlyList<OverrideAnswer> Overrides, long OverridesTotal)
{
    /// <summary>The version name of these rules.</summary>
    public const string Version = "overrides/1";
}

/// <summary>Collects the overrides that a question is about, deal by deal.</summary>
public sealed class OverrideLedger(OverridesQuestion question, Settings settings, Func<CategoryOverride, bool> isInTeam)
{
    private readonly List<CategoryOverride> _overrides = [];

    /// <summary>Every override asked for, in the order in which deals came.</summary>
    public IReadOnlyList<CategoryOverride> Overrides => _overrides;

    /// <summary>The counts of all.</summary>
    public OverrideCounts Total => OverrideCounts.Of(_overrides, question.AsOf);

    /// <summary>Takes in what is asked for of one deal.</summary>
    public void Add(Timeline timeline) => _overrides.AddRange(CategoryOverride.AllOf(timeline, question.AsOf, settings).Where(o =>
        (question.Period?.Contains(o.CloseDate) ?? true) && (question.Author is null || question.Author == o.Event.Data.By)
        && (question.Owner is null || question.Owner == o.Owner) && isInTeam(o)));

    /// <summary>The overrides to list, the newest first.</summary>
    public IReadOnlyList<CategoryOverride> Newest() =>
        [.. _overrides.OrderByDescending(o => o.At).ThenByDescending(o => o.Event.Position).Take(question.Limit)];

    /// <summary>The counts by author and fiscal quarter, in the order of their ids and names.</summary>
    public IReadOnlyList<OverrideRow> ByPerson(Func<string, string> names) =>
    [
        .. _overrides.GroupBy(o => (Author: o.Event.Data.By, Period: o.Period?.Id))
            .OrderBy(g => g.Key.Author, StringComparer.Ordinal).ThenBy(g => g.Key.Period, StringComparer.Ordinal)
            .Select(g => new OverrideRow(g.Key.Author, names(g.Key.Author), g.Key.Period, OverrideCounts.Of([.. g], question.AsOf))),
    ];

    /// <summary>An override as answers show it. Names and texts are looked up by id.</summary>
    public OverrideAnswer Answer(CategoryOverride o, IReadOnlyDictionary<string, string> people, IReadOnlyDictionary<string, string> texts)
    {
        var isReference = NewText.TryParseReference(o.Reason, out var id);
        var reason = isReference ? texts.GetValueOrDefault(id.ToString("N")) : o.Reason;
        var author = o.Event.Data.By;
        return new OverrideAnswer(
            o.DealId, o.DealName, o.Event.Position, o.At, o.Event.RecordedAt, author, people.GetValueOrDefault(author), reason, isReference && reason is null,
            o.Replaced.Name(), o.Category.Name(), o.Amount, o.Currency, o.CloseDate, o.Owner, o.Period?.Id, o.Until, o.DaysHeld(question.AsOf), o.End, o.Verdict);
    }
}
