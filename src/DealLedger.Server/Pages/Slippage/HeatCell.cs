using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DealLedger.Core.Answers;
using DealLedger.Server.Documents;

namespace DealLedger.Server.Pages.Slippage;

/// <summary>
/// One cell of the heat map as the chart draws it: its column and row from the first, 0, what they are called, and how many pushes are in it. Link is the
/// id of the link in the table that the cell stands for; none where there is no push.
/// </summary>
public sealed record HeatCell(int X, int Y, string Column, string Row, long Value, string? Link)
{
    private static readonly JsonSerializerOptions InPage = DocumentJson.With(HeatCellContext.Default);

    /// <summary>The cells of an answer, row by row.</summary>
    public static IReadOnlyList<HeatCell> Of(PushesAnswer answer) =>
    [
        .. from row in answer.Rows.Index()
           from week in answer.Weeks.Index()
           let pushes = row.Item.Weeks[week.Index]
           select new HeatCell(
               week.Index, row.Index, Label(week.Item.Week), Shown.Name(row.Item.Name), pushes, pushes == 0 ? null : LinkId(row.Index, week.Index)),
    ];

    /// <summary>The id of the link to the pushes of a row in a week.</summary>
    public static string LinkId(int row, int week) => string.Create(CultureInfo.InvariantCulture, $"pushes-{row}-{week}");

    /// <summary>A week as a narrow column is headed: without its year.</summary>
    public static string Label(string week) => week[^3..];

    /// <summary>Cells as JSON that can stand in a page.</summary>
    public static string Json(IReadOnlyList<HeatCell> cells) => DocumentJson.Write(cells, InPage);
}

/// <summary>Cells as JSON.</summary>
[JsonSerializable(typeof(IReadOnlyList<HeatCell>))]
internal sealed partial class HeatCellContext : JsonSerializerContext;
