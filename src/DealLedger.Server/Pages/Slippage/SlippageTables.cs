using DealLedger.Core.Slippage;
using DealLedger.Server.Tables;

namespace DealLedger.Server.Pages.Slippage;

/// <summary>The page of slippage as tables: its rows, the pushes by week, the dates that moved, and what was asked.</summary>
public static class SlippageTables
{
    /// <summary>The tables of a page.</summary>
    public static TableFile Of(SlippageModel model) =>
        new($"slippage-{model.Window.Replace(' ', '-')}", [Rows(model), Weeks(model), Dates(model), Question(model)]);

    private static SheetTable Rows(SlippageModel model) => new(
        "Slippage",
        [
            "Key", "Name", "Above", "Pushes", "Deals pushed", "Amount pushed", "Days pushed", "Average days", "Median days", "Slips", "Deals slipped",
            "Amount slipped", "Slips of the month", "Pull-ins", "Amount pulled in", "Basis", "Still open", "Slip rate",
        ],
        [.. (model.Answer.Rows ?? []).Append(model.Answer.Total).Select(Row)]);

    private static IReadOnlyList<SheetCell> Row(SlipRow row) =>
    [
        SheetCell.Of(row.Key), SheetCell.Of(row.Name), SheetCell.Of(row.Parent), SheetCell.Of(row.Pushes), SheetCell.Of(row.DealsPushed), SheetCell.Of(row.AmountPushed),
        SheetCell.Of(row.DaysPushed), SheetCell.Of(row.AverageDays), SheetCell.Of(row.MedianDays), SheetCell.Of(row.Slips), SheetCell.Of(row.DealsSlipped),
        SheetCell.Of(row.AmountSlipped), SheetCell.Of(row.MonthSlips), SheetCell.Of(row.PullIns), SheetCell.Of(row.AmountPulledIn), SheetCell.Of(row.BasisAmount),
        SheetCell.Of(row.SlippedAmount), SheetCell.Of(row.SlipRate),
    ];

    private static SheetTable Weeks(SlippageModel model) => new(
        "Pushes by week", ["Key", "Rep", "All", .. model.Pushes.Weeks.Select(w => w.Week)],
        [
            .. model.Pushes.Rows.Select(r => new List<SheetCell> { SheetCell.Of(r.Key), SheetCell.Of(r.Name), SheetCell.Of(r.Pushes) }
                .Concat(r.Weeks.Select(SheetCell.Of)).ToList()),
            [SheetCell.Of("total"), SheetCell.Of("Total"), SheetCell.Of(model.Pushes.Pushes), .. model.Pushes.Weeks.Select(w => SheetCell.Of(w.Pushes))],
        ]);

    private static SheetTable Dates(SlippageModel model) => new(
        "Close dates",
        ["Id", "Deal", "Owner", "Owner's name", "Outcome", "Times pushed", "At (UTC)", "Position", "By", "From", "To", "Days", "Slip", "Counted", "Amount"],
        [
            .. from deal in model.Pushes.Deals
               from step in deal.Path
               select new[]
               {
                   SheetCell.Of(deal.Id), SheetCell.Of(deal.Name), SheetCell.Of(deal.Owner), SheetCell.Of(deal.Owner is { } owner ? model.Choices.NameOf(owner) : null),
                   SheetCell.Of(deal.Outcome), SheetCell.Of(deal.TimesPushed), SheetCell.Of(step.At), SheetCell.Of(step.Position), SheetCell.Of(model.Choices.NameOf(step.By)),
                   SheetCell.Of(step.From), SheetCell.Of(step.To), SheetCell.Of((decimal?)step.Days), SheetCell.Of(step.Slip), SheetCell.Of(step.Counted),
                   SheetCell.Of(step.Amount),
               },
        ]);

    private static SheetTable Question(SlippageModel model)
    {
        var (answer, question) = (model.Answer, model.Question);
        return new SheetTable(
            "Question", ["What", "Value"],
            [
                Told("Tenant", SheetCell.Of(answer.Tenant)), Told("Period", SheetCell.Of(answer.Period?.Id)), Told("From (UTC)", SheetCell.Of(answer.From)),
                Told("To (UTC)", SheetCell.Of(answer.To)), Told("The window has not ended", SheetCell.Of(answer.Partial)), Told("Known at", SheetCell.Of(answer.KnownAt)),
                Told("Position", SheetCell.Of(answer.Position)), Told("By", SheetCell.Of(question.By.ToString())), Told("Owner", SheetCell.Of(question.Owner)),
                Told("Team", SheetCell.Of(question.Team)), Told("Basis", SheetCell.Of(answer.Basis.ToString())), Told("Currency", SheetCell.Of(answer.Currency)),
                Told("Rates at", SheetCell.Of(answer.RatesAt)), Told("Definition", SheetCell.Of(answer.Definition)),
                Told("Settings' version", SheetCell.Of(answer.SettingsVersion)), Told("Reps who pushed", SheetCell.Of(model.Pushes.RepsTotal)),
                Told("Deals that moved", SheetCell.Of(model.Pushes.DealsTotal)), Told("Deals in this file", SheetCell.Of(model.Pushes.Deals.Count)),
                .. answer.Notes.Select(n => Told("Note", SheetCell.Of(n))),
                .. answer.Unconverted.Select(u => Told($"Not converted ({u.Currency})", SheetCell.Of(u.Amount))),
            ]);

        static IReadOnlyList<SheetCell> Told(string name, SheetCell value) => [SheetCell.Of(name), value];
    }
}
