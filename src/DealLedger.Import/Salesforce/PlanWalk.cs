using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>
/// Walks through what is recorded and what the export tells, in business order and with the state at each place, and plans an event
/// wherever the state differs from what the export tells there. Events join the change of the record that tells them.
/// </summary>
internal sealed class PlanWalk
{
    private const string LastOrder = "~1";
    private const string DeletionOrder = "~2";

    private readonly ExportContext _export;
    private readonly DealStory _story;
    private readonly RecordedHistory _recorded;
    private readonly Func<string, NewText> _newText;
    private readonly DealDiff _diff;
    private readonly List<PlanNode> _nodes;
    private readonly HashSet<Guid> _taken;
    private Opportunity? _state;

    // Recorded changes of stage were told from a state that an event planned before them has replaced.
    private bool _stageIsUnsettled;

    public PlanWalk(ExportContext export, DealStory story, RecordedHistory recorded, Func<string, NewText> newText)
    {
        _export = export;
        _story = story;
        _recorded = recorded;
        _newText = newText;
        _diff = new DealDiff(story.DealId, export.Stages);
        _taken = [.. recorded.Ids];
        _nodes = PlanNode.Merge(story, recorded);
    }

    public List<NewEvent> Events { get; } = [];

    public List<string> Gaps { get; } = [];

    public void Run()
    {
        if (_recorded.Changes.Count > 0)
        {
            new InferenceCheck(_story, _recorded, _nodes).Run();
        }

        foreach (var node in _nodes)
        {
            Visit(node);
        }

        if (_state is not null)
        {
            Close(_state);
            Delete(_state);
        }
    }

    private void Visit(PlanNode node)
    {
        if (node.Recorded is { } change)
        {
            var before = _state;
            foreach (var e in change.Events)
            {
                _state = Opportunity.Apply(_state, _story.DealId, e.Data);
            }

            if (before is not null && change == _recorded.Opening)
            {
                KeepFormerOpening(change, before);
            }

            Correct(node, change);
            Settle(node, change);
        }

        if (node.Step is not { } step)
        {
            return;
        }

        if (_state is null && step.Opening is { } opening && OpensEarlier(step))
        {
            var (state, drafts) = _diff.Open(opening.Fields, step.At, step.By);
            _state = state;
            Add(drafts, step.Correlation, step.Order, d => d.Name != "Opened" && step.IsHistoryRow && step.Told.Has(d.Field)
                ? Plain(step.Record)
                : new Teller(opening.Record, opening.Source));
        }

        if (_state is not null)
        {
            var (state, drafts) = _diff.Between(_state, Told(step, node), node.At, step.By, Compared(node.Recorded is null ? Comparison.Overrides : Comparison.Counting));
            _state = state;
            Add(drafts, node.Recorded?.Key.CorrelationId ?? step.Correlation, node.Order, d => Plain(step.Tellers.GetValueOrDefault(d.Field, step.Record)));
        }
    }

    private Comparison Compared(Comparison where) => _stageIsUnsettled ? Comparison.Anew : where;

    private bool OpensEarlier(Step step) =>
        _recorded.Opening is not { } known || step.At < known.At
        || (step.IsHistoryRow && step.At == known.At && string.CompareOrdinal(step.Order, known.Order) < 0);

    // An earlier opening takes the former one's place; what the former one's row told still holds from there on.
    private void KeepFormerOpening(Change change, Opportunity before)
    {
        if (RecordedHistory.Row(change) is not { } row || change.Events.Find(e => e.Data is OpportunityOpened)?.Data is not OpportunityOpened told)
        {
            return;
        }

        var fields = new FieldSet();
        fields[DealField.Stage] = told.Stage;
        fields[DealField.Category] = change.After!.Category;
        fields[DealField.Amount] = told.Amount;
        fields[DealField.CloseDate] = told.CloseDate;
        fields[DealField.Probability] = told.Probability;
        var (state, drafts) = _diff.Between(_state ?? before, fields, change.At, told.By, Comparison.Counting);
        _state = state;
        Add(drafts, change.Key.CorrelationId!, change.Order, _ => Plain(row));
    }

    private void Correct(PlanNode node, Change change)
    {
        if (_state is null || node.Corrections.IsEmpty)
        {
            return;
        }

        var wrong = change.Events.Find(e => e.Data is OpportunityOpened) ?? change.Events[0];
        var record = RecordedHistory.RecordOf(wrong);
        var (state, drafts) = _diff.Between(_state, node.Corrections, change.At, wrong.Data.By, Comparison.Counting);
        _state = state;
        Add(drafts, change.Key.CorrelationId!, change.Order, d =>
            new Teller(record, $"salesforce:{record}/{node.Correctors.GetValueOrDefault(d.Field, "")}".TrimEnd('/'), IsCorrection: true));
    }

    // A recorded move to a stage said nothing of category and outcome where those did not change; from another state they do.
    private void Settle(PlanNode node, Change change)
    {
        if (!_stageIsUnsettled || node.Step is not null || _state is null || change.Events.FindLast(e => e.Data is StageMoved) is not { } moved)
        {
            return;
        }

        var fields = new FieldSet();
        fields[DealField.Stage] = _state.Stage;
        var (state, drafts) = _diff.Between(_state, fields, change.At, moved.Data.By, Comparison.Anew);
        _state = state;
        Add(drafts, change.Key.CorrelationId!, change.Order, _ => Plain(RecordedHistory.RecordOf(moved)));
    }

    private FieldSet Told(Step step, PlanNode node)
    {
        if (_recorded.Changes.Count == 0)
        {
            return step.Told;
        }

        var told = step.Told.Copy();
        foreach (var (field, _) in step.Tellers.Where(t => _recorded.IsRecordedElsewhere(t.Value, t.Key, node.Recorded)))
        {
            told.Remove(field);
        }

        if (step.CategoryIsInferred && node.Recorded is not null)
        {
            told.Remove(DealField.Category);
        }

        return told;
    }

    private void Close(Opportunity state)
    {
        var point = _story.Point;
        if (_recorded.Freshness is { } fresh && fresh > point)
        {
            Keep(state, fresh);
            return;
        }

        if (CurrentAt(point) is not { } current)
        {
            return;
        }

        var row = _story.Opportunity!;
        var record = _story.Inferred(row.ModifiedAt ?? row.SystemModstamp ?? point);
        var (after, drafts) = _diff.Between(state, current, point, row.ModifiedBy ?? "", Compared(Comparison.Counting));
        _state = after;
        Add(drafts, LastCorrelation(record, point), LastOrder, _ => Plain(record));
        NoteBroughtTo(drafts, point, "its current");
    }

    // Where the ledger has a row of that very second that this export lacks, the export was made before the row.
    private FieldSet? CurrentAt(DateTimeOffset point)
    {
        if (_story.Current is not { } current || _recorded.Changes.Count == 0)
        {
            return _story.Current;
        }

        var rest = current.Copy();
        foreach (var field in current.Told)
        {
            var place = PlanNode.LatestSetter(_nodes, field, _nodes.Count);
            if (place >= 0 && _nodes[place] is { Recorded: { } change } node && FieldChanges.Second(change.At) == FieldChanges.Second(point)
                && node.Step?.Told.Has(field) != true && !RecordedHistory.IsInferred(change, field)
                && !_story.Has(RecordedHistory.RecordOf(RecordedHistory.Setter(change, field)!)))
            {
                rest.Remove(field);
            }
        }

        if (!rest.Has(DealField.Stage))
        {
            rest.Remove(DealField.Category);
        }

        return rest;
    }

    // An older export that adds rows must not change what newer ones told of the end.
    private void Keep(Opportunity state, DateTimeOffset fresh)
    {
        var last = _recorded.Changes[^1];
        if (last.After is not { } known)
        {
            return;
        }

        var fields = new FieldSet();
        foreach (var field in DealFields.All)
        {
            if (FieldSet.ValueOf(known, field) is { } value)
            {
                fields[field] = value;
            }
        }

        var record = _story.Inferred(fresh);
        var (after, drafts) = _diff.Between(state, fields, fresh, last.Events[^1].Data.By, Compared(Comparison.Counting));
        _state = after;
        Add(drafts, LastCorrelation(record, fresh), LastOrder, _ => Plain(record));
        NoteBroughtTo(drafts, fresh, "the recorded");
    }

    // Joining a change that others follow at the same instant would leave the last word to those.
    private string LastCorrelation(string record, DateTimeOffset at)
    {
        var correlation = $"sf:{record}";
        var index = _nodes.FindIndex(n => n.Recorded?.Key == new ChangeKey(correlation, at, 0));
        while (index >= 0 && _nodes.Skip(index + 1).Any(n => n.At == at && n.Order != DeletionOrder))
        {
            correlation += "+";
            index = _nodes.FindIndex(n => n.Recorded?.Key == new ChangeKey(correlation, at, 0));
        }

        return correlation;
    }

    private void NoteBroughtTo(List<Draft> drafts, DateTimeOffset at, string what)
    {
        if (drafts.Count > 0)
        {
            var fields = string.Join(", ", drafts.Select(d => d.Field.InWords()).Distinct());
            Gaps.Add($"brought to {what} {fields} at {at.ToIso()}; no row tells when it changed");
        }
    }

    private void Delete(Opportunity state)
    {
        if (_story.Opportunity is not { } row || row.IsDeleted == state.IsDeleted)
        {
            return;
        }

        var last = _nodes.Count == 0 ? _story.Point : DealStory.Latest(_nodes[^1].At, _story.Point);
        var stamp = DealStory.Latest(row.SystemModstamp, row.IsDeleted ? _story.Point : row.ModifiedAt ?? _story.Point);
        if (_recorded.Freshness > stamp || _recorded.LastInstant > stamp)
        {
            return;
        }

        var at = DealStory.Latest(stamp, last);
        var record = $"{_story.DealId}/{(row.IsDeleted ? "deleted" : "restored")}{DealStory.InferredMark}{(row.SystemModstamp ?? stamp).ToIso()}";
        var by = row.ModifiedBy ?? "";
        var draft = row.IsDeleted
            ? new Draft(DealField.Stage, "IsDeleted", new OpportunityDeleted(at, by))
            : new Draft(DealField.Stage, "IsDeleted", new OpportunityRestored(at, by));
        Add([draft], $"sf:{record}", DeletionOrder, _ => Plain(record));
        Gaps.Add($"{(row.IsDeleted ? "deleted" : "restored")} at {at.ToIso()}, taken from SystemModstamp");
    }

    private static Teller Plain(string record) => new(record, $"salesforce:{record}");

    private void Add(List<Draft> drafts, string correlation, string order, Func<Draft, Teller> tellerOf)
    {
        _stageIsUnsettled |= _recorded.Changes.Count > 0 && drafts.Exists(d => d.Field is DealField.Stage or DealField.Category);
        foreach (var draft in drafts)
        {
            var teller = tellerOf(draft);
            var id = Id(teller, draft.Name);
            var (data, text) = Worded(draft.Data);
            Events.Add(new NewEvent(id, data, correlation, teller.Source, order, text));
        }
    }

    private Guid Id(Teller teller, string name)
    {
        for (var n = teller.IsCorrection ? 1 : 0; ; n++)
        {
            var id = EventId.Derive(_export.Tenant, "salesforce", teller.Record, n == 0 ? name : $"{name}:corrected:{n}");
            if (_taken.Add(id))
            {
                return id;
            }
        }
    }

    private (IOpportunityEvent Data, NewText? Text) Worded(IOpportunityEvent data)
    {
        if (data is not NextStepChanged { To: { } content } next || RecordedHistory.IsErased(content))
        {
            return (data, null);
        }

        var text = _newText(content);
        return (next with { To = text.Reference }, text);
    }

    private readonly record struct Teller(string Record, string Source, bool IsCorrection = false);
}
