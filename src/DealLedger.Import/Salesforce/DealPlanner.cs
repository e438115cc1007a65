using DealLedger.Core.Ledger;

namespace DealLedger.Import.Salesforce;

/// <summary>
/// Decides what an export adds to the history of one deal. Pure: the same rows and the same recorded events give the same events (the ids
/// and salts of texts apart). Rows that the ledger knows add nothing; what had been inferred wrongly is corrected; inferred values never
/// correct recorded ones.
/// </summary>
public sealed class DealPlanner(ExportContext export, Func<string, NewText> newText)
{
    private static readonly IReadOnlyDictionary<string, string> NoTexts = new Dictionary<string, string>();

    /// <summary>The ids of the texts that <see cref="Plan"/> has to know of a deal that is recorded already.</summary>
    public static IEnumerable<Guid> TextsOf(IEnumerable<RecordedEvent> recorded) => RecordedHistory.TextsOf(recorded);

    /// <summary>The plan for a deal, given the events of its stream and the texts that they refer to, by id in 32 digits.</summary>
    public DealPlan Plan(DealRows rows, IReadOnlyList<RecordedEvent> recorded, IReadOnlyDictionary<string, string>? texts = null)
    {
        var story = DealStoryBuilder.Build(rows, export);
        if (story.Steps.Count == 0)
        {
            return new DealPlan([], 0, story.Gaps);
        }

        var alone = new PlanWalk(export, story, RecordedHistory.None(rows.DealId), newText);
        alone.Run();
        if (recorded.Count == 0)
        {
            return new DealPlan(alone.Events, 0, [.. story.Gaps, .. alone.Gaps]);
        }

        var walk = new PlanWalk(export, story, RecordedHistory.Of(rows.DealId, recorded, texts ?? NoTexts), newText);
        walk.Run();
        var planned = walk.Events.Select(e => e.Id).ToHashSet();
        return new DealPlan(
            walk.Events, alone.Events.Count(e => !planned.Contains(e.Id)), [.. story.Gaps, .. alone.Gaps.Union(walk.Gaps)]);
    }
}
