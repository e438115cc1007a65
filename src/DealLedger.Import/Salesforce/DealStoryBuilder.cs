using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>Makes the story of a deal from the rows of one export.</summary>
internal sealed class DealStoryBuilder
{
    private readonly DealRows _rows;
    private readonly ExportContext _export;
    private readonly DealStory _story;
    private readonly List<FieldChange> _changes;
    private readonly List<HistoryRow> _history;

    private DealStoryBuilder(DealRows rows, ExportContext export)
    {
        _rows = rows;
        _export = export;
        _story = new DealStory(rows) { Current = rows.Opportunity is null ? null : Current(rows.Opportunity) };
        _changes = FieldChanges.Of(rows, export, _story.Gaps);
        _history = [.. rows.History.OrderBy(r => r.At).ThenBy(r => r.Id[..15], StringComparer.Ordinal)];
    }

    public static DealStory Build(DealRows rows, ExportContext export)
    {
        var builder = new DealStoryBuilder(rows, export);
        builder.Tell();
        return builder._story;
    }

    private void Tell()
    {
        if (_rows.Opportunity is null && _history.Count == 0)
        {
            _story.Gaps.Add("its row in Opportunity.csv was refused and no history tells its stage; not taken in");
            return;
        }

        AddHistoryRows();
        AddFieldChanges();
        _story.Steps.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Order, b.Order));
        if (_export.HistoryFields is null)
        {
            InferCategories();
        }

        Open();
        NoteGaps();
    }

    private void AddHistoryRows()
    {
        foreach (var row in _history)
        {
            var step = new Step(row.At, row.By, row.Id, $"sf:{row.Id}") { IsHistoryRow = true };
            step.Told[DealField.Stage] = row.Stage;
            Put(step.Told, DealField.Category, row.Category);
            Put(step.Told, DealField.Amount, row.Amount);
            Put(step.Told, DealField.CloseDate, row.CloseDate);
            Put(step.Told, DealField.Probability, row.Probability);
            _story.Steps.Add(step);
        }

        void Put(FieldSet told, DealField field, object? value)
        {
            if (_export.HistoryFields?.Contains(field) != false)
            {
                told[field] = value;
            }
        }
    }

    // Rows of field history belong to the last history row of their second and author; where there is none they are a change of their own.
    private void AddFieldChanges()
    {
        var steps = new Dictionary<(DateTimeOffset, string), Step>();
        foreach (var step in _story.Steps)
        {
            steps[(FieldChanges.Second(step.At), step.By)] = step;
        }

        foreach (var change in _changes)
        {
            var second = FieldChanges.Second(change.At);
            if (!steps.TryGetValue((second, change.By), out var step))
            {
                step = new Step(change.At, change.By, change.Record, $"sf:{_rows.DealId}:{second.ToIso()}:{change.By}");
                steps.Add((second, change.By), step);
                _story.Steps.Add(step);
            }

            if (!step.Told.Has(change.Field))
            {
                _story.OldValues.Add((step, change));
            }

            step.Told[change.Field] = change.New;
            step.Tellers[change.Field] = change.Record;
        }
    }

    // Without rows of its own the category follows the stage; that of the present stage is the present one.
    private void InferCategories()
    {
        if (_changes.Exists(c => c.Field == DealField.Category))
        {
            return;
        }

        foreach (var step in _story.Steps.Where(s => s.Told.Has(DealField.Stage)))
        {
            step.Told[DealField.Category] = null;
            step.CategoryIsInferred = true;
        }

        if (_story.Steps.FindLast(s => s.Told.Has(DealField.Stage)) is { } last && Equals(last.Told[DealField.Stage], _rows.Opportunity!.Stage))
        {
            last.Told[DealField.Category] = _rows.Opportunity.Category;
        }
    }

    private void Open()
    {
        var first = _story.Steps.Count == 0 ? null : _story.Steps[0];
        var created = _rows.Opportunity?.CreatedAt ?? first!.At;
        if (first is { IsHistoryRow: true } && first.At <= created)
        {
            var record = _story.Inferred(first.At);
            first.Opening = new Opening(OpeningFields(), record, Source(record));
            return;
        }

        var at = first?.At < created ? first.At : created;
        var opened = _story.Inferred(at);
        var by = _rows.Opportunity?.CreatedBy ?? first?.By ?? "";
        _story.Steps.Insert(0, new Step(at, by, _rows.DealId, $"sf:{_rows.DealId}:opened")
        {
            Opening = new Opening(OpeningFields(), opened, _history.Count == 0 ? Source(opened) : $"{Source(opened)}/{_history[0].Id}"),
        });

        // Says how fresh the inferred values are, so that an older export does not pass for a newer one.
        string Source(string record) => _rows.Opportunity?.ModifiedAt is { } modified ? $"salesforce:{record}/{modified.ToIso()}" : $"salesforce:{record}";
    }

    private FieldSet OpeningFields()
    {
        var fields = _story.Current?.Copy() ?? new FieldSet();
        if (!fields.Has(DealField.Currency))
        {
            fields[DealField.Currency] = _export.Currency;
        }

        if (_history.Count > 0)
        {
            var row = _story.FirstHistoryRow!;
            foreach (var field in DealFields.InHistory.Where(row.Told.Has))
            {
                fields[field] = row.Told[field];
            }

            fields.StageIsClosed = null;
        }

        var told = new HashSet<DealField>();
        foreach (var change in _changes.Where(c => told.Add(c.Field) && c.OldIsKnown && (c.Old is not null || c.Field != DealField.Stage)))
        {
            fields[change.Field] = change.Old;
        }

        if (_export.HistoryFields is null && told.Contains(DealField.Stage))
        {
            fields.StageIsClosed = null;
            if (!told.Contains(DealField.Category))
            {
                fields[DealField.Category] = null;
            }
        }

        return fields;
    }

    private FieldSet Current(OpportunityRow row)
    {
        var fields = new FieldSet { StageIsClosed = row.IsClosed };
        fields[DealField.Stage] = row.Stage;
        Put(DealField.Amount, row.Amount, mayBeNone: true);
        Put(DealField.CloseDate, row.CloseDate, mayBeNone: true);
        Put(DealField.Probability, row.Probability, mayBeNone: true);
        Put(DealField.Account, row.Account, mayBeNone: true);
        Put(DealField.Type, row.Type, mayBeNone: true);
        Put(DealField.Segment, row.Segment, mayBeNone: true);
        Put(DealField.NextStep, row.NextStep, mayBeNone: true);
        Put(DealField.Category, row.Category, mayBeNone: false);
        Put(DealField.Currency, row.Currency, mayBeNone: false);
        Put(DealField.Owner, row.Owner, mayBeNone: false);
        Put(DealField.Name, row.Name, mayBeNone: false);
        return fields;

        void Put(DealField field, object? value, bool mayBeNone)
        {
            if (_export.OpportunityFields.Contains(field) && (value is not null || mayBeNone))
            {
                fields[field] = value;
            }
        }
    }

    private void NoteGaps()
    {
        var opened = _story.Steps[0];
        if (_rows.Opportunity is not { } row)
        {
            _story.Gaps.Add("its row in Opportunity.csv was refused; opened from its history, with name and owner unknown where no row tells them");
        }
        else if (_history.Count > 0)
        {
            if (!opened.IsHistoryRow)
            {
                _story.Gaps.Add($"created on {Day(opened.At)}, before its first history row of {Day(_history[0].At)}; opened with that row's state");
            }
        }
        else if (_export.HistoryFields is null && _changes.Exists(c => c.Field.IsInHistory()))
        {
            _story.Gaps.Add($"no OpportunityHistory.csv; its states before {Day(Known(row))} are rebuilt backwards from its current one");
        }
        else
        {
            _story.Gaps.Add($"no history; opened on {Day(opened.At)} with its current state");
        }

        if (!_export.HasFieldHistory && _rows.Opportunity is { } present)
        {
            var day = Day(Known(present));
            _story.Gaps.Add($"owner before {day} unknown; taken to be the present one");
            _story.Gaps.Add($"name, account, type and next step before {day} unknown; taken to be the present ones");
        }

        NoteBrokenChains();
        NoteClosedCategories();
    }

    private void NoteBrokenChains()
    {
        foreach (var field in _changes.GroupBy(c => c.Field))
        {
            foreach (var (before, after) in field.Zip(field.Skip(1)))
            {
                if (after.OldIsKnown && !Equals(before.New, after.Old))
                {
                    _story.Gaps.Add($"{field.Key.InWords()} changed between {before.At.ToIso()} and {after.At.ToIso()} without a row that says when");
                }
            }
        }
    }

    private void NoteClosedCategories()
    {
        var told = _story.Steps.Select(s => s.Told).Append(_story.Current ?? new FieldSet());
        var stages = told
            .Where(t => t.Has(DealField.Stage) && t[DealField.Category] is ForecastCategory.Closed)
            .Select(t => _export.Stages.Resolve((string)t[DealField.Stage]!, ForecastCategory.Closed, t.StageIsClosed))
            .Where(s => s.Outcome == Outcome.Open).Select(s => s.Name).Distinct();
        foreach (var stage in stages)
        {
            _story.Gaps.Add($"the source says category Closed though stage {stage} is open; counted by the stage's own category");
        }
    }

    private static DateTimeOffset Known(OpportunityRow row) => row.ModifiedAt ?? row.SystemModstamp ?? row.CreatedAt;

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
