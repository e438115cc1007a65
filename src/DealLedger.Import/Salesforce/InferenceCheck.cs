using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>
/// Finds values that earlier imports had inferred and that this export tells otherwise: it says what was before a row, and so how the
/// deal stood since the inferred change. Values that a row told are left alone.
/// </summary>
internal sealed class InferenceCheck(DealStory story, RecordedHistory recorded, List<PlanNode> nodes)
{
    private readonly Dictionary<Step, int> _places =
        nodes.Select((n, i) => (n.Step, Place: i)).Where(x => x.Step is not null).ToDictionary(x => x.Step!, x => x.Place);

    public void Run()
    {
        CheckOldValues();
        CheckFirstHistoryRow();
        CheckUnknownOpening();
    }

    private void CheckOldValues()
    {
        // Of the rows since an inferred value the first one says what it was; rows of one second are told apart by their ids alone.
        var furthest = new Dictionary<DealField, int>();
        foreach (var (step, change) in story.OldValues.OrderBy(v => v.Change.At).ThenBy(v => v.Change.Record, StringComparer.Ordinal))
        {
            var place = _places[step];
            var inferred = PlanNode.LatestSetter(nodes, change.Field, place);
            var isFirst = furthest.GetValueOrDefault(change.Field, -1) <= inferred;
            furthest[change.Field] = Math.Max(place, furthest.GetValueOrDefault(change.Field, -1));
            if (inferred >= 0 && isFirst && change.OldIsKnown)
            {
                Correct(nodes[inferred], change.Field, change.Old, change.Record);
            }
        }
    }

    // A deal that was opened before any row was known was opened with a guess; its first row tells better.
    private void CheckFirstHistoryRow()
    {
        if (story.FirstHistoryRow is not { } step || recorded.Opening is not { } opening || RecordedHistory.IsHistoryRow(opening))
        {
            return;
        }

        var place = _places[step];
        var start = nodes.FindIndex(n => n.Recorded == opening);
        var taken = opening.Events.Select(RecordedHistory.InferredFromRow).OfType<string>().LastOrDefault();
        if (start >= place || (taken is not null && !story.Steps.Exists(s => s.Record == taken)))
        {
            return;
        }

        foreach (var field in DealFields.InHistory.Where(step.Told.Has))
        {
            var isKnown = nodes[place].Recorded is { } own && RecordedHistory.Setter(own, field) is not null;
            if (!isKnown && PlanNode.LatestSetter(nodes, field, place) == start)
            {
                Correct(nodes[start], field, step.Told[field], step.Record);
            }
        }
    }

    // A deal whose own row had been refused was opened without what only that row tells.
    private void CheckUnknownOpening()
    {
        if (recorded.Opening is not { After: { Name: null } after } opening || story.Steps[0].Opening is not { } told || story.Current is null)
        {
            return;
        }

        var start = nodes.FindIndex(n => n.Recorded == opening);
        foreach (var field in DealFields.All.Where(f => !f.IsInHistory() && told.Fields.Has(f) && !nodes[start].Corrections.Has(f)))
        {
            var isUnknown = field == DealField.Currency || FieldSet.ValueOf(after, field) is null;
            if (isUnknown && PlanNode.LatestSetter(nodes, field, nodes.Count) == start)
            {
                Correct(nodes[start], field, told.Fields[field], "");
            }
        }
    }

    private static void Correct(PlanNode node, DealField field, object? value, string teller)
    {
        if (!RecordedHistory.IsInferred(node.Recorded!, field))
        {
            return;
        }

        node.Corrections[field] = value;
        node.Correctors[field] = teller;
    }
}
