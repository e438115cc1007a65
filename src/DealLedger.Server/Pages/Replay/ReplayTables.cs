using DealLedger.Core.Comparing;
using DealLedger.Server.Tables;

namespace DealLedger.Server.Pages.Replay;

/// <summary>The replay as tables: its weeks, where the deals went, the deals, and what was asked.</summary>
public static class ReplayTables
{
    /// <summary>The tables of a page.</summary>
    public static TableFile Of(ReplayModel model) => new($"replay-{model.Answer.Period.Id}", [Weeks(model), Transitions(model), Deals(model), Question(model)]);

    private static SheetTable Weeks(ReplayModel model)
    {
        var answer = model.Answer;
        var kinds = answer.Weeks.SelectMany(w => w.Movements).Select(m => m.Kind).Distinct().Order().ToList();
        return new SheetTable(
            "Weeks",
            ["Week", "As of (UTC)", .. ReplayModel.Columns.Select(c => c.Label()), "Open pipeline", "Closed + Commit", "To the result", .. kinds.Select(k => k.Label())],
            [
                Row("Start", answer.From, answer.Start, []),
                .. answer.Weeks.Select(w => Row(
                    w.Week, w.AsOf, w.Forecast, kinds.Select(k => SheetCell.Of(w.Movements.FirstOrDefault(m => m.Kind == k)?.Amount)))),
            ]);

        IReadOnlyList<SheetCell> Row(string week, DateTimeOffset asOf, ForecastCells forecast, IEnumerable<SheetCell> movements)
        {
            var sure = forecast.Closed.Amount + forecast.Commit.Amount;
            List<SheetCell> cells =
            [
                SheetCell.Of(week), SheetCell.Of(asOf), .. ReplayModel.Columns.Select(c => SheetCell.Of(ReplayModel.Of(forecast, c).Amount)),
                SheetCell.Of(forecast.OpenPipeline.Amount), SheetCell.Of(sure), SheetCell.Of(sure - answer.Result.Amount), .. movements,
            ];
            return [.. cells, .. Enumerable.Repeat<SheetCell>(new SheetCell.Empty(), kinds.Count + ReplayModel.Columns.Count + 5 - cells.Count)];
        }
    }

    private static SheetTable Transitions(ReplayModel model) => new(
        "Where they went", ["Was", "Is", "Deals", "Amount then", "Amount now"],
        [
            .. model.Followed.Transitions.Select(t => new[]
            {
                SheetCell.Of(t.Was.Label()), SheetCell.Of(t.Is.Label()), SheetCell.Of(t.Deals), SheetCell.Of(t.Start.Amount), SheetCell.Of(t.End.Amount),
            }),
        ]);

    private static SheetTable Deals(ReplayModel model) => new(
        "Deals", ["Id", "Deal", "Owner", "Owner's name", "Was", "Is", "Amount then", "Amount now", "Was to close", "Closes"],
        [
            .. model.Followed.Deals.Select(d => new[]
            {
                SheetCell.Of(d.Id), SheetCell.Of(d.Name), SheetCell.Of(d.Owner), SheetCell.Of(d.Owner is { } owner ? model.Choices.NameOf(owner) : null),
                SheetCell.Of(d.Was.Label()), SheetCell.Of(d.Is.Label()), SheetCell.Of(d.Start), SheetCell.Of(d.End), SheetCell.Of(d.CloseDateBefore), SheetCell.Of(d.CloseDate),
            }),
        ]);

    private static SheetTable Question(ReplayModel model)
    {
        var (answer, followed) = (model.Answer, model.Followed);
        return new SheetTable(
            "Question", ["What", "Value"],
            [
                Told("Tenant", SheetCell.Of(answer.Tenant)), Told("Period", SheetCell.Of(answer.Period.Id)), Told("As of (UTC)", SheetCell.Of(answer.AsOf)),
                Told("Known at", SheetCell.Of(answer.KnownAt)), Told("Position", SheetCell.Of(answer.Position)), Told("Currency", SheetCell.Of(answer.Currency)),
                Told("Rates at", SheetCell.Of(answer.RatesAt)), Told("Result (Closed)", SheetCell.Of(answer.Result.Amount)), Told("Final", SheetCell.Of(!answer.Partial)),
                Told("Followed from (UTC)", SheetCell.Of(followed.From)), Told("Followed to (UTC)", SheetCell.Of(followed.To)), 
                Told("Was", SheetCell.Of(followed.Was?.Label())), Told("Is", SheetCell.Of(followed.Is?.Label())), Told("Deals", SheetCell.Of(followed.DealsTotal)),
                Told("Deals in this file", SheetCell.Of(followed.Deals.Count)),
                Told("Rules", SheetCell.Of($"{answer.Definition}, {followed.Definition}")), Told("Settings' version", SheetCell.Of(answer.SettingsVersion)),
                .. answer.Notes.Select(n => Told("Note", SheetCell.Of(n))),
                .. answer.Weeks.SelectMany(w => w.Unconverted.Select(u => Told($"Not converted in {w.Week} ({u.Currency})", SheetCell.Of(u.Amount)))),
            ]);

        static IReadOnlyList<SheetCell> Told(string name, SheetCell value) => [SheetCell.Of(name), value];
    }
}
