using DealLedger.Core;
using DealLedger.Core.Forecasting;
using DealLedger.Server.Tables;

namespace DealLedger.Server.Pages.Forecast;

/// <summary>The page of a forecast as tables: all its lines, whether opened or not, the course of the period, the calls, and what was asked.</summary>
public static class ForecastTables
{
    /// <summary>The tables of a page.</summary>
    public static TableFile Of(ForecastModel model) =>
        new($"forecast-{model.Answer.Period.Id}", [Lines(model), Course(model), Calls(model), Question(model)]);

    private static SheetTable Lines(ForecastModel model)
    {
        var total = new ForecastLine(LineKind.Group, model.Answer.Total, model.Against?.Total, null);
        return new SheetTable(
            "Forecast",
            [
                "Kind", "Key", "Name", "Above", .. Columns(""), .. ForecastLabels.Columns.Select(c => $"{c.Column.Label()}: deals"), "Weighted", "Quota",
                "Attainment", "Gap", "Coverage", .. model.Against is null ? [] : Columns(" against"),
            ],
            [.. model.Lines.Select(l => Row(l.Kind.ToString(), l)), Row("Total", total)]);

        static IEnumerable<string> Columns(string suffix) => ForecastLabels.Columns.Select(c => c.Column.Label() + suffix);
    }

    private static IReadOnlyList<SheetCell> Row(string kind, ForecastLine line) =>
    [
        SheetCell.Of(kind), SheetCell.Of(line.Row.Key), SheetCell.Of(line.Row.Name), SheetCell.Of(line.Above),
        .. ForecastLabels.Columns.Select(c => SheetCell.Of(c.Cell(line.Row).Amount)),
        .. ForecastLabels.Columns.Select(c => SheetCell.Of(c.Cell(line.Row).Count)), SheetCell.Of(line.Row.Weighted), SheetCell.Of(line.Row.Quota),
        SheetCell.Of(line.Row.Attainment), SheetCell.Of(line.Row.Gap), SheetCell.Of(line.Row.Coverage),
        .. line.Against is { } against ? ForecastLabels.Columns.Select(c => SheetCell.Of(c.Cell(against).Amount)) : [],
    ];

    private static SheetTable Course(ForecastModel model) => new(
        "Course",
        ["Step", "As of (UTC)", .. CourseColumns.Select(c => c.Column.Label()), "Quota", .. model.Course.Lines.Select(l => l.Label), "Actual"],
        [
            .. model.Course.Points.Select(p => new[]
            {
                SheetCell.Of(p.Step.Label), SheetCell.Of(p.Step.AsOf),
            }.Concat(CourseColumns.Select(c => SheetCell.Of(c.Cell(p.Total).Amount))).Append(SheetCell.Of(p.Total.Quota))
                .Concat(model.Course.Lines.Select(l => SheetCell.Of(l.At(p, model.Answer.Currency))))
                .Append(SheetCell.Of(p == model.Course.Points[^1] ? model.Course.Actual : null)).ToList()),
        ]);

    /// <summary>The columns of the course: each category that is forecast, alone.</summary>
    public static IEnumerable<(ForecastColumn Column, Func<ForecastRow, Cell> Cell)> CourseColumns =>
        ForecastLabels.Columns.Where(c => c.Calls is not null).Select(c => (c.Column, c.Cell));

    private static SheetTable Calls(ForecastModel model) => new(
        "Calls", ["Id", "For", "Name", "Layer", "Category", "Amount", "Currency", "By", "At (UTC)", "Stale", "Note"],
        [
            .. model.Calls.Select(c => new[]
            {
                SheetCell.Of(c.Id), SheetCell.Of(c.For), SheetCell.Of(c.ForName), SheetCell.Of(c.Layer.ToString()), SheetCell.Of(ForecastLabels.Of(c.Category)),
                SheetCell.Of(c.Amount), SheetCell.Of(c.Currency), SheetCell.Of(c.ByName ?? c.By), SheetCell.Of(c.At), SheetCell.Of(c.Stale), SheetCell.Of(c.Note),
            }),
        ]);

    private static SheetTable Question(ForecastModel model)
    {
        var (answer, question) = (model.Answer, model.Question);
        return new SheetTable(
            "Question", ["What", "Value"],
            [
                Told("Tenant", SheetCell.Of(answer.Tenant)), Told("Period", SheetCell.Of(answer.Period.Id)), Told("As of (UTC)", SheetCell.Of(answer.AsOf)),
                Told("Against (UTC)", SheetCell.Of(model.Against?.AsOf)), Told("Known at", SheetCell.Of(answer.KnownAt)), Told("Position", SheetCell.Of(answer.Position)),
                Told("By", SheetCell.Of(question.By.ToString())), Told("Owner", SheetCell.Of(question.Owner)), Told("Team", SheetCell.Of(question.Team)),
                Told("Roll-up", SheetCell.Of(answer.Rollup.ToString())), Told("Hierarchy", SheetCell.Of(question.Hierarchy.ToString())),
                Told("Currency", SheetCell.Of(answer.Currency)), Told("Rates at", SheetCell.Of(answer.RatesAt)), Told("Definition", SheetCell.Of(answer.Definition)),
                Told("Settings' version", SheetCell.Of(answer.SettingsVersion)),
                .. answer.Notes.Select(n => Told("Note", SheetCell.Of(n))),
                .. answer.Unconverted.Select(u => Told($"Not converted ({u.Currency})", SheetCell.Of(u.Amount))),
            ]);

        static IReadOnlyList<SheetCell> Told(string name, SheetCell value) => [SheetCell.Of(name), value];
    }
}
