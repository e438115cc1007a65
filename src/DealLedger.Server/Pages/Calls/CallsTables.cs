using DealLedger.Core.Calls;
using DealLedger.Server.Tables;

namespace DealLedger.Server.Pages.Calls;

/// <summary>The list of calls as tables: the calls, their accuracy by layer and by person, who sandbags, and what was asked.</summary>
public static class CallsTables
{
    /// <summary>The tables of a page.</summary>
    public static TableFile Of(CallsModel model) =>
        new("calls", [Calls(model), Layers(model.Accuracy), People(model.Accuracy), Sandbagging(model.Accuracy), Question(model)]);

    private static SheetTable Calls(CallsModel model) => new(
        "Calls",
        [
            "Id", "Period", "Layer", "Category", "For", "Name", "Scope", "Amount", "Currency", "Stated (UTC)", "Recorded (UTC)", "Position", "By", "By name", "Note",
            "Standing", "Replaces", "Replaced by", "Basis position",
        ],
        [
            .. model.Answer.Calls.Select(c => new[]
            {
                SheetCell.Of(c.Id), SheetCell.Of(c.Period.Id), SheetCell.Of(c.Layer.ToString()), SheetCell.Of(CallLabels.Label(c.Category)), SheetCell.Of(c.For),
                SheetCell.Of(c.ForName), SheetCell.Of(c.Scope.ToString()), SheetCell.Of(c.Amount), SheetCell.Of(c.Currency), SheetCell.Of(c.At), SheetCell.Of(c.RecordedAt),
                SheetCell.Of(c.Position), SheetCell.Of(c.By), SheetCell.Of(c.ByName), SheetCell.Of(c.NoteErased ? "(erased)" : c.Note), SheetCell.Of(CallLabels.Standing(c)),
                SheetCell.Of(c.Replaces), SheetCell.Of(c.ReplacedBy), SheetCell.Of(c.Basis.Position),
            }),
        ]);

    private static SheetTable Layers(AccuracyAnswer accuracy) => new(
        "Accuracy by layer", ["Layer", "Category", "Week", "At (UTC)", "Call", "Closed", "Accuracy", "Bias"],
        [
            .. accuracy.Layers.SelectMany(l => l.Weeks.Select(w => (IReadOnlyList<SheetCell>)
                [SheetCell.Of(l.Layer.ToString()), SheetCell.Of(CallLabels.Label(l.Category)), .. Week(w)])),
        ]);

    private static SheetTable People(AccuracyAnswer accuracy) => new(
        "Accuracy by person", ["Layer", "Category", "For", "Name", "Scope", "Week", "At (UTC)", "Call", "Closed", "Accuracy", "Bias"],
        [
            .. accuracy.Rows.SelectMany(r => r.Weeks.Select(w => (IReadOnlyList<SheetCell>)
            [
                SheetCell.Of(r.Layer.ToString()), SheetCell.Of(CallLabels.Label(r.Category)), SheetCell.Of(r.For), SheetCell.Of(r.ForName),
                SheetCell.Of(r.Scope.ToString()), .. Week(w),
            ])),
        ]);

    private static IEnumerable<SheetCell> Week(WeekCloseness week) =>
    [
        SheetCell.Of(week.Week), SheetCell.Of(week.At), SheetCell.Of(week.Calls.Call), SheetCell.Of(week.Calls.Actual), SheetCell.Of(week.Calls.Accuracy),
        SheetCell.Of(week.Calls.Bias),
    ];

    private static SheetTable Sandbagging(AccuracyAnswer accuracy) => new(
        "Sandbagging", ["Person", "Name", "Scope", "Quarters", "Median"],
        [
            .. accuracy.Sandbagging.Select(s => new[]
            {
                SheetCell.Of(s.Person), SheetCell.Of(s.Name), SheetCell.Of(s.Scope.ToString()), SheetCell.Of(s.Quarters), SheetCell.Of(s.Median),
            }),
        ]);

    private static SheetTable Question(CallsModel model)
    {
        var (answer, accuracy) = (model.Answer, model.Accuracy);
        return new SheetTable(
            "Question", ["What", "Value"],
            [
                Told("Tenant", SheetCell.Of(answer.Tenant)), Told("As of (UTC)", SheetCell.Of(answer.AsOf)), Told("Known at", SheetCell.Of(answer.KnownAt)),
                Told("Position", SheetCell.Of(answer.Position)), Told("Rules", SheetCell.Of($"{answer.Definition}, {accuracy.Definition}")),
                Told("Accuracy of", SheetCell.Of(accuracy.Period.Id)), Told("In", SheetCell.Of(accuracy.Currency)), Told("Calls", SheetCell.Of(answer.CallsTotal)),
                Told("Calls in this file", SheetCell.Of(answer.Calls.Count)), .. answer.Notes.Select(n => Told("Note", SheetCell.Of(n))),
            ]);

        static IReadOnlyList<SheetCell> Told(string name, SheetCell value) => [SheetCell.Of(name), value];
    }
}
