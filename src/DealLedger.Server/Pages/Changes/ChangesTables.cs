using DealLedger.Core;
using DealLedger.Core.Waterfall;
using DealLedger.Server.Tables;

namespace DealLedger.Server.Pages.Changes;

/// <summary>The start page as tables: its deals, its waterfall, its groups, and what was asked.</summary>
public static class ChangesTables
{
    /// <summary>The tables of a page.</summary>
    public static TableFile Of(ChangesModel model)
    {
        var tables = new List<SheetTable> { Deals(model), Waterfall(model) };
        if (model.Answer.Rows is { } rows)
        {
            tables.Add(Groups(rows));
        }

        tables.Add(Question(model));
        return new TableFile($"changes-{model.Answer.Period.Id}", tables);
    }

    private static SheetTable Deals(ChangesModel model)
    {
        var kinds = model.Answer.Deals.SelectMany(d => d.Movements).Select(m => m.Kind).Distinct().Order().ToList();
        return new SheetTable(
            "Deals",
            ["Id", "Deal", "Owner", "Owner's name", "Before", "After", "Change", "Round trip", .. kinds.Select(k => k.Label())],
            [.. model.Answer.Deals.Select(d => Row(model, d, kinds))]);
    }

    private static IReadOnlyList<SheetCell> Row(ChangesModel model, ChangedDeal deal, List<MovementKind> kinds)
    {
        var movements = deal.Movements.GroupBy(m => m.Kind).ToDictionary(g => g.Key, g => g.Sum(m => m.Amount));
        return
        [
            SheetCell.Of(deal.Id), SheetCell.Of(deal.Name), SheetCell.Of(deal.Owner), SheetCell.Of(model.NameOf(deal.Owner)), SheetCell.Of(deal.Start),
            SheetCell.Of(deal.End), SheetCell.Of(deal.End - deal.Start), SheetCell.Of(deal.RoundTrip),
            .. kinds.Select(k => SheetCell.Of(movements.TryGetValue(k, out var amount) ? amount : null)),
        ];
    }

    private static SheetTable Waterfall(ChangesModel model) => new(
        "Waterfall", ["Step", "Deals", "Amount"],
        [
            [SheetCell.Of("At the start"), SheetCell.Of(model.Answer.Start.Count), SheetCell.Of(model.Answer.Start.Amount)],
            .. model.Answer.Movements.Select(m => new[] { SheetCell.Of(m.Kind.Label()), SheetCell.Of(m.Deals), SheetCell.Of(m.Amount) }),
            [SheetCell.Of("At the end"), SheetCell.Of(model.Answer.End.Count), SheetCell.Of(model.Answer.End.Amount)],
        ]);

    private static SheetTable Groups(IReadOnlyList<WaterfallRow> rows)
    {
        var kinds = rows.SelectMany(r => r.Movements).Select(m => m.Kind).Distinct().Order().ToList();
        return new SheetTable(
            "Groups",
            ["Key", "Name", "Above", "Before", "After", "Change", .. kinds.Select(k => k.Label())],
            [
                .. rows.Select(r => new List<SheetCell>
                {
                    SheetCell.Of(r.Key), SheetCell.Of(r.Name), SheetCell.Of(r.Parent), SheetCell.Of(r.Start.Amount), SheetCell.Of(r.End.Amount),
                    SheetCell.Of(r.End.Amount - r.Start.Amount),
                }.Concat(kinds.Select(k => SheetCell.Of(r.Movements.FirstOrDefault(m => m.Kind == k)?.Amount))).ToList()),
            ]);
    }

    private static SheetTable Question(ChangesModel model)
    {
        var (answer, question) = (model.Answer, model.Question);
        return new SheetTable(
            "Question", ["What", "Value"],
            [
                Told("Tenant", SheetCell.Of(answer.Tenant)), Told("Period", SheetCell.Of(answer.Period.Id)), Told("From (UTC)", SheetCell.Of(answer.From)),
                Told("To (UTC)", SheetCell.Of(answer.To)), Told("Known at", SheetCell.Of(answer.KnownAt)), Told("Position", SheetCell.Of(answer.Position)),
                Told("Mode", SheetCell.Of(answer.Mode.ToString())), Told("Owner", SheetCell.Of(question.Owner)), Told("Team", SheetCell.Of(question.Team)),
                Told("Kind", SheetCell.Of(answer.Kind?.Label())), Told("Currency", SheetCell.Of(answer.Currency)), Told("Rates at", SheetCell.Of(answer.RatesAt)),
                Told("Definition", SheetCell.Of(answer.Definition)), Told("Settings' version", SheetCell.Of(answer.SettingsVersion)),
                Told("Deals that moved", SheetCell.Of(answer.DealsTotal)), Told("Deals in this file", SheetCell.Of(answer.Deals.Count)),
                .. answer.Notes.Select(n => Told("Note", SheetCell.Of(n))),
                .. answer.UnconvertedAtStart.Select(u => Told($"Not converted at the start ({u.Currency})", SheetCell.Of(u.Amount))),
                .. answer.Unconverted.Select(u => Told($"Not converted at the end ({u.Currency})", SheetCell.Of(u.Amount))),
            ]);

        static IReadOnlyList<SheetCell> Told(string name, SheetCell value) => [SheetCell.Of(name), value];
    }
}
