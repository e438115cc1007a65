using DealLedger.Server.Tables;

namespace DealLedger.Server.Pages.Deals;

/// <summary>The list of deals as tables: the deals, and what was asked.</summary>
public static class DealsTables
{
    /// <summary>The tables of a page.</summary>
    public static TableFile Of(DealsModel model) => new($"deals-{model.Answer.Period.Id}", [Deals(model), Question(model)]);

    private static SheetTable Deals(DealsModel model) => new(
        "Deals",
        [
            "Id", "Deal", "Owner", "Owner's name", "Stage", "Category", "Outcome", "Closes", "Amount", "Currency", $"Value ({model.Answer.Currency})", "Probability", "Type",
            "Segment",
        ],
        [
            .. model.Answer.Deals.Select(d => new[]
            {
                SheetCell.Of(d.Id), SheetCell.Of(d.Name), SheetCell.Of(d.Owner), SheetCell.Of(d.Owner is { } owner ? model.Choices.NameOf(owner) : null),
                SheetCell.Of(d.Stage), SheetCell.Of(d.Category), SheetCell.Of(d.Outcome), SheetCell.Of(d.CloseDate), SheetCell.Of(d.Amount), SheetCell.Of(d.Currency),
                SheetCell.Of(d.Value), SheetCell.Of(d.Probability), SheetCell.Of(d.Type), SheetCell.Of(d.Segment),
            }),
        ]);

    private static SheetTable Question(DealsModel model)
    {
        var (answer, forecast) = (model.Answer, model.Question.Forecast);
        return new SheetTable(
            "Question", ["What", "Value"],
            [
                Told("Tenant", SheetCell.Of(answer.Tenant)), Told("Period", SheetCell.Of(answer.Period.Id)), Told("Column", SheetCell.Of(answer.Column.Label())),
                Told("By", SheetCell.Of(answer.Key is null ? null : forecast.By.ToString())), Told("Key", SheetCell.Of(answer.Key)), Told("As of (UTC)", SheetCell.Of(answer.AsOf)),
                Told("Known at", SheetCell.Of(answer.KnownAt)), Told("Position", SheetCell.Of(answer.Position)), Told("Owner", SheetCell.Of(forecast.Owner)),
                Told("Team", SheetCell.Of(forecast.Team)), Told("Roll-up", SheetCell.Of(answer.Rollup.ToString())), Told("Currency", SheetCell.Of(answer.Currency)),
                Told("Rates at", SheetCell.Of(answer.RatesAt)), Told("Definition", SheetCell.Of(answer.Definition)),
                Told("Settings' version", SheetCell.Of(answer.SettingsVersion)), Told("Amount", SheetCell.Of(answer.Total.Amount)),
                Told("Deals", SheetCell.Of(answer.Total.Count)), Told("Deals in this file", SheetCell.Of(answer.Deals.Count)),
                .. answer.Notes.Select(n => Told("Note", SheetCell.Of(n))),
                .. answer.Unconverted.Select(u => Told($"Not converted ({u.Currency})", SheetCell.Of(u.Amount))),
            ]);

        static IReadOnlyList<SheetCell> Told(string name, SheetCell value) => [SheetCell.Of(name), value];
    }
}
