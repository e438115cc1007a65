using DealLedger.Core.Comparing;
using DealLedger.Server.Tables;

namespace DealLedger.Server.Pages.Call;

/// <summary>The page of a call as tables: the deals that moved since, its basis against now, and the call.</summary>
public static class CallTables
{
    /// <summary>The tables of a page.</summary>
    public static TableFile Of(CallModel model) =>
        new($"call-{string.Concat(model.Answer.Call.Id.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'))}", [Moved(model), Basis(model), Call(model)]);

    private static SheetTable Moved(CallModel model) => new(
        "Moved since",
        [
            "Id", "Deal", "Before: column", "Before: amount", "Before: closes", "Before: owner", "After: column", "After: amount", "After: closes", "After: owner",
            "Events (positions)",
        ],
        [
            .. model.Answer.Moved.Select(d => (IReadOnlyList<SheetCell>)
            [
                SheetCell.Of(d.Id), SheetCell.Of(d.Name), .. State(d.Before), .. State(d.After), SheetCell.Of(string.Join(' ', d.Events.Select(e => e.Position))),
            ]),
        ]);

    private static IEnumerable<SheetCell> State(ComparedState? state) =>
        [SheetCell.Of(state?.Column), SheetCell.Of(state?.Value), SheetCell.Of(state?.CloseDate), SheetCell.Of(state?.Owner)];

    private static SheetTable Basis(CallModel model) => new(
        "Basis", ["Column", $"Basis ({model.Answer.Call.Basis.Currency})", "Basis: deals", $"Now ({model.Answer.Now.Currency})", "Now: deals"],
        [
            .. CallModel.Columns.Select(c => new[]
            {
                SheetCell.Of(c.Column.Label()), SheetCell.Of(c.Of(model.Answer.Call.Basis).Amount), SheetCell.Of(c.Of(model.Answer.Call.Basis).Count),
                SheetCell.Of(c.Of(model.Answer.Now).Amount), SheetCell.Of(c.Of(model.Answer.Now).Count),
            }),
        ]);

    private static SheetTable Call(CallModel model)
    {
        var (answer, call) = (model.Answer, model.Answer.Call);
        return new SheetTable(
            "Call", ["What", "Value"],
            [
                Told("Id", SheetCell.Of(call.Id)), Told("Period", SheetCell.Of(call.Period.Id)), Told("For", SheetCell.Of(call.For)), Told("Name", SheetCell.Of(call.ForName)),
                Told("Scope", SheetCell.Of(call.Scope.ToString())), Told("Layer", SheetCell.Of(call.Layer.ToString())),
                Told("Category", SheetCell.Of(CallLabels.Label(call.Category))),
                Told("Amount", SheetCell.Of(call.Amount)), Told("Currency", SheetCell.Of(call.Currency)), Told("By", SheetCell.Of(call.By)),
                Told("By name", SheetCell.Of(call.ByName)),
                Told("Stated (UTC)", SheetCell.Of(call.At)), Told("Recorded (UTC)", SheetCell.Of(call.RecordedAt)), Told("Position", SheetCell.Of(call.Position)),
                Told("Note", SheetCell.Of(call.NoteErased ? "(erased)" : call.Note)), Told("Source", SheetCell.Of(call.Source)), Told("Replaces", SheetCell.Of(call.Replaces)),
                Told("Replaced by", SheetCell.Of(call.ReplacedBy)), Told("Standing", SheetCell.Of(CallLabels.Standing(call))),
                Told("Basis position", SheetCell.Of(call.Basis.Position)), Told("Seal", answer.Seal is { } seal ? SheetCell.Of(seal) : new SheetCell.Empty()),
                Told("As of (UTC)", SheetCell.Of(answer.AsOf)), Told("Known at", SheetCell.Of(answer.KnownAt)), Told("Reflects position", SheetCell.Of(answer.Position)),
                Told("Rules", SheetCell.Of(answer.Definition)), Told("Deals that moved", SheetCell.Of(answer.MovedTotal)),
                Told("Deals in this file", SheetCell.Of(answer.Moved.Count)),
            ]);

        static IReadOnlyList<SheetCell> Told(string name, SheetCell value) => [SheetCell.Of(name), value];
    }
}
