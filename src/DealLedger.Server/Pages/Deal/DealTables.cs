using DealLedger.Server.Tables;

namespace DealLedger.Server.Pages.Deal;

/// <summary>The page of a deal as tables: its events, and its state.</summary>
public static class DealTables
{
    /// <summary>The tables of a page.</summary>
    public static TableFile Of(DealModel model) =>
        new($"deal-{string.Concat(model.Answer.Id.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'))}", [Events(model), State(model)]);

    private static SheetTable Events(DealModel model) => new(
        "Events",
        ["Position", "Version", "At (UTC)", "Recorded (UTC)", "By", "Name", "Source", "What", "Field", "Before", "After", "Reason", "No effect"],
        [
            .. model.Answer.History.Select(e => new[]
            {
                SheetCell.Of(e.Position), SheetCell.Of(e.Version), SheetCell.Of(e.At), SheetCell.Of(e.RecordedAt), SheetCell.Of(e.By), SheetCell.Of(model.NameOf(e.By)),
                SheetCell.Of(e.Source), SheetCell.Of(e.Kind), SheetCell.Of(e.Field), SheetCell.Of(e.Before), SheetCell.Of(e.After), SheetCell.Of(e.Reason),
                SheetCell.Of(e.Ignored),
            }),
        ]);

    private static SheetTable State(DealModel model)
    {
        var (answer, state) = (model.Answer, model.Answer.State);
        return new SheetTable(
            "State", ["What", "Value"],
            [
                Told("Id", SheetCell.Of(answer.Id)), Told("As of (UTC)", SheetCell.Of(answer.AsOf)), Told("Known at", SheetCell.Of(answer.KnownAt)),
                Told("Position", SheetCell.Of(answer.Position)), Told("Version", SheetCell.Of(answer.Version)), Told("Name", SheetCell.Of(state.Name)),
                Told("Outcome", SheetCell.Of(state.Outcome)), Told("Stage", SheetCell.Of(state.Stage)), Told("Category", SheetCell.Of(state.Category)),
                Told("Category overridden", SheetCell.Of(state.CategoryOverridden)), Told("Amount", SheetCell.Of(state.Amount)), Told("Currency", SheetCell.Of(state.Currency)),
                Told("Closes", SheetCell.Of(state.CloseDate)), Told("Probability", SheetCell.Of(state.Probability)), Told("Owner", SheetCell.Of(state.Owner)),
                Told("Owner's name", SheetCell.Of(state.OwnerName)), Told("Account", SheetCell.Of(state.Account)), Told("Account's name", SheetCell.Of(state.AccountName)),
                Told("Type", SheetCell.Of(state.Type)), Told("Segment", SheetCell.Of(state.Segment)), Told("Flags", SheetCell.Of(string.Join(", ", state.Flags))),
                Told("Next step", SheetCell.Of(state.NextStep)), Told("Created (UTC)", SheetCell.Of(state.CreatedAt)), Told("Times pushed", SheetCell.Of(state.TimesPushed)),
                Told("Merged into", SheetCell.Of(state.MergedInto)),
            ]);

        static IReadOnlyList<SheetCell> Told(string name, SheetCell value) => [SheetCell.Of(name), value];
    }
}
