using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>A place in the joint history of a deal: a recorded change, a change that the export tells, or both in one.</summary>
internal sealed class PlanNode(DateTimeOffset at, string order, long position)
{
    public DateTimeOffset At { get; } = at;

    public string Order { get; } = order;

    public Change? Recorded { get; init; }

    public Step? Step { get; private set; }

    /// <summary>What the recorded change had inferred wrongly.</summary>
    public FieldSet Corrections { get; } = new();

    /// <summary>The records that say so.</summary>
    public Dictionary<DealField, string> Correctors { get; } = [];

    private long Position { get; } = position;

    /// <summary>Lays what is recorded and what the export tells into one order.</summary>
    public static List<PlanNode> Merge(DealStory story, RecordedHistory recorded)
    {
        var nodes = recorded.Changes.Select(c => new PlanNode(c.At, c.Order, c.FirstPosition) { Recorded = c }).ToList();
        var byKey = nodes.ToDictionary(n => n.Recorded!.Key);
        var waiting = new List<Step>();
        foreach (var step in story.Steps)
        {
            if (byKey.TryGetValue(new ChangeKey(step.Correlation, step.At, 0), out var node))
            {
                node.Step = step;
            }
            else
            {
                waiting.Add(step);
            }
        }

        foreach (var step in waiting)
        {
            if (InOtherFile(step, story, nodes) is { } node)
            {
                node.Step = step;
            }
            else
            {
                nodes.Add(new PlanNode(step.At, step.Order, long.MaxValue) { Step = step });
            }
        }

        return [.. nodes.OrderBy(n => n.At).ThenBy(n => n.Order, StringComparer.Ordinal).ThenBy(n => n.Position)];
    }

    /// <summary>The place of the last recorded change before a place that says what a field is then; -1 where there is none.</summary>
    public static int LatestSetter(List<PlanNode> nodes, DealField field, int before)
    {
        var place = before - 1;
        while (place >= 0 && (nodes[place].Recorded is not { } change || RecordedHistory.Setter(change, field) is null))
        {
            place--;
        }

        return place;
    }

    // A change has rows in both history files. Recorded from one of them, it is the same change when the other one tells it: that of the
    // same second and author, for OpportunityHistory.csv its last row.
    private static PlanNode? InOtherFile(Step step, DealStory story, List<PlanNode> nodes)
    {
        var isLast = !step.IsHistoryRow || story.Steps.FindLast(s => s.IsHistoryRow && IsSame(s.At, s.By, step)) == step;
        return isLast && step.Opening is null
            ? nodes.FindLast(n => n is { Step: null, Recorded: { } change } && IsSame(n.At, change.Events[0].Data.By, step)
                && (step.IsHistoryRow ? RecordedHistory.IsFieldHistoryInstead(change) : RecordedHistory.IsHistoryRow(change)))
            : null;
    }

    private static bool IsSame(DateTimeOffset at, string by, Step step) => FieldChanges.Second(at) == FieldChanges.Second(step.At) && by == step.By;
}
