using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Server.Tables;

namespace DealLedger.Server.Pages.CallSheet;

/// <summary>The call sheet as tables: its deals by part and list, its figures, follow-ups, calls, and what was asked.</summary>
public static class CallSheetTables
{
    /// <summary>The tables of a page.</summary>
    public static TableFile Of(CallSheetModel model) =>
        new($"call-sheet-{model.Answer.Period.Id}", [Deals(model), Figures(model), FollowUps(model), Calls(model), Question(model)]);

    private static SheetTable Deals(CallSheetModel model) => new(
        "Deals", ["Part", "List", "Id", "Deal", "Owner", "Owner's name", "What", $"Amount ({model.Answer.Currency})"],
        [
            .. model.Parts.SelectMany(p => Changed(model, p.Kind.Label(), "Won", p.Part.Won)
                .Concat(Changed(model, p.Kind.Label(), "Lost", p.Part.Lost))
                .Concat(p.Part.Open.Select(d => Listed(model, p.Kind.Label(), "Key open deals", d, ColumnLabels.OfCategory(d.Category))))
                .Concat(Changed(model, p.Kind.Label(), "Slipped", p.Part.Slipped))
                .Concat(Changed(model, p.Kind.Label(), "Other movements", p.Part.Moved))
                .Concat(p.Part.Flagged.Deals.Select(d => Listed(model, p.Kind.Label(), "Flagged", d.Deal, string.Join(", ", d.Flags))))),
        ]);

    private static IEnumerable<IReadOnlyList<SheetCell>> Changed(CallSheetModel model, string part, string list, SheetChanges changes) =>
        changes.Deals.Select(d => Row(
            model, part, list, d.Id, d.Name, d.Owner, string.Join(", ", d.Movements.Select(m => $"{m.Kind.Label()} {Shown.Signed(m.Amount)}")), d.End - d.Start));

    private static IReadOnlyList<SheetCell> Listed(CallSheetModel model, string part, string list, ListedDeal deal, string what) =>
        Row(model, part, list, deal.Id, deal.Name, deal.Owner ?? "", what, deal.Value);

    private static IReadOnlyList<SheetCell> Row(
        CallSheetModel model, string part, string list, string id, string name, string owner, string what, decimal? amount) =>
    [
        SheetCell.Of(part), SheetCell.Of(list), SheetCell.Of(id), SheetCell.Of(name), SheetCell.Of(owner), SheetCell.Of(model.NameOf(owner)), SheetCell.Of(what),
        SheetCell.Of(amount),
    ];

    private static SheetTable Figures(CallSheetModel model) => new(
        "Figures", ["Part", "Figure", "Deals", "Now", "At the last call", "Change"],
        [
            .. model.Parts.Select(p => (Title: p.Kind.Label(), Figures: p.Part.Now.Beside(p.Part.Before)))
                .Append((Title: "All", Figures: model.Answer.Now.Beside(model.Answer.Before)))
                .SelectMany(p => p.Figures.Select(f => new[]
                {
                    SheetCell.Of(p.Title), SheetCell.Of(f.Name), SheetCell.Of(f.Now.Count), SheetCell.Of(f.Now.Amount), SheetCell.Of(f.Before.Amount),
                    SheetCell.Of(f.Now.Amount - f.Before.Amount),
                })),
        ]);

    private static SheetTable FollowUps(CallSheetModel model) => new(
        "Follow-ups",
        ["Id", "What", "Owner", "Owner's name", "Due", "Overdue", "Deal", "Opened (UTC)", "Opened by", "Closed (UTC)", "Closed by", "Result", "Position"],
        [
            .. model.Answer.OpenFollowUps.Concat(model.Answer.ClosedFollowUps).Select(f => new[]
            {
                SheetCell.Of(f.Id), SheetCell.Of(f.Text), SheetCell.Of(f.Owner), SheetCell.Of(f.OwnerName), SheetCell.Of(f.Due), SheetCell.Of(f.Overdue),
                SheetCell.Of(f.Deal), SheetCell.Of(f.OpenedAt), SheetCell.Of(f.OpenedBy), SheetCell.Of(f.ClosedAt), SheetCell.Of(f.ClosedBy),
                SheetCell.Of(f.Result), SheetCell.Of(f.Position),
            }),
        ]);

    private static SheetTable Calls(CallSheetModel model) => new(
        "Calls", ["Id", "Layer", "Category", "Amount", "Currency", "By", "At (UTC)", "Stale", "Note"],
        [
            .. model.Answer.Total.Calls.Select(c => new[]
            {
                SheetCell.Of(c.Id), SheetCell.Of(c.Layer.ToString()), SheetCell.Of(ColumnLabels.OfCategory(c.Category.ToString())), SheetCell.Of(c.Amount),
                SheetCell.Of(c.Currency), SheetCell.Of(c.By), SheetCell.Of(c.At), SheetCell.Of(c.Stale), SheetCell.Of(c.Note),
            }),
        ]);

    private static SheetTable Question(CallSheetModel model)
    {
        var answer = model.Answer;
        return new SheetTable(
            "Question", ["What", "Value"],
            [
                Told("Tenant", SheetCell.Of(answer.Tenant)), Told("Period", SheetCell.Of(answer.Period.Id)), Told("Team", SheetCell.Of(answer.Team)),
                Told("Team's name", SheetCell.Of(answer.TeamName)), Told("As of (UTC)", SheetCell.Of(answer.AsOf)), Told("The last call (UTC)", SheetCell.Of(answer.Since)),
                Told("Known at", SheetCell.Of(answer.KnownAt)), Told("Position", SheetCell.Of(answer.Position)), Told("Currency", SheetCell.Of(answer.Currency)),
                Told("Rates at", SheetCell.Of(answer.RatesAt)), Told("Quota", SheetCell.Of(answer.Total.Quota)), Told("Definition", SheetCell.Of(answer.Definition)),
                Told("Settings' version", SheetCell.Of(answer.SettingsVersion)),
                .. answer.Notes.Select(n => Told("Note", SheetCell.Of(n))),
                .. answer.UnconvertedAtStart.Select(u => Told($"Not converted at the last call ({u.Currency})", SheetCell.Of(u.Amount))),
                .. answer.Unconverted.Select(u => Told($"Not converted ({u.Currency})", SheetCell.Of(u.Amount))),
            ]);

        static IReadOnlyList<SheetCell> Told(string name, SheetCell value) => [SheetCell.Of(name), value];
    }
}
