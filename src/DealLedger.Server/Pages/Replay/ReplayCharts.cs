using System.Text.Json;
using System.Text.Json.Serialization;
using DealLedger.Core.Transitions;
using DealLedger.Server.Documents;

namespace DealLedger.Server.Pages.Replay;

/// <summary>
/// One bar of the course, a week with its columns from the surest on, and the result that the line is drawn at, with the words for it. Link is the id
/// of the link that shows the week.
/// </summary>
public sealed record CourseBar(string Label, IReadOnlyList<CoursePart> Parts, decimal Result, string ResultLabel, bool IsShown, string Link);

/// <summary>One column of a bar.</summary>
public sealed record CoursePart(string Label, decimal Amount);

/// <summary>
/// One stream of deals from a place to another, as wide as their amounts at the first instant. Target are the words for where they are, in
/// the order of Place; Fate says whether that is won, open or gone. Link is the id of the link to the deals.
/// </summary>
public sealed record FlowBand(string Source, string Target, int Place, string Fate, decimal Amount, string Link);

/// <summary>What the charts of a replay draw; the tables beside them hold the same.</summary>
public static class ReplayCharts
{
    private static readonly JsonSerializerOptions InPage = DocumentJson.With(ReplayChartsContext.Default);

    /// <summary>The places whose deals are followed in the chart: what was still to come.</summary>
    public static readonly IReadOnlyList<DealPlace> Followed = [DealPlace.Commit, DealPlace.MostLikely, DealPlace.BestCase, DealPlace.Pipeline];

    /// <summary>The course of the weeks, with the instant before them.</summary>
    public static string Course(ReplayModel model)
    {
        var bars = new List<CourseBar>();
        for (var week = 0; week <= model.Answer.Weeks.Count; week++)
        {
            var forecast = week == 0 ? model.Answer.Start : model.Answer.Weeks[week - 1].Forecast;
            bars.Add(new CourseBar(
                week == 0 ? "Start" : model.Answer.Weeks[week - 1].Week[5..],
                [.. ReplayModel.Columns.Select(c => new CoursePart(c.Label(), ReplayModel.Of(forecast, c).Amount))], model.Answer.Result.Amount, model.ResultLabel,
                week == model.Week, WeekLink(week)));
        }

        return DocumentJson.Write<IReadOnlyList<CourseBar>>(bars, InPage);
    }

    /// <summary>Where the deals went that were still to come; what had no amount then is in the table alone.</summary>
    public static string Flow(ReplayModel model) => DocumentJson.Write<IReadOnlyList<FlowBand>>(
        [
            .. model.Followed.Transitions.Where(t => Followed.Contains(t.Was) && t.Start.Amount > 0).Select(t => new FlowBand(
                t.Was.Label(), t.Is.Label(), (int)t.Is, Fate(t.Is), t.Start.Amount, CellLink(t.Was, t.Is))),
        ],
        InPage);

    /// <summary>The id of the link that shows a week.</summary>
    public static string WeekLink(int week) => "week-" + week.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The id of the link to the deals that went from one place to another.</summary>
    public static string CellLink(DealPlace was, DealPlace @is) => $"went-{was.Word()}-{@is.Word()}";

    private static string Fate(DealPlace place) => place switch
    {
        DealPlace.Closed or DealPlace.WonElsewhere => "won",
        DealPlace.Commit or DealPlace.MostLikely or DealPlace.BestCase or DealPlace.Pipeline => "open",
        _ => "gone",
    };
}

/// <summary>What the charts draw as JSON.</summary>
[JsonSerializable(typeof(IReadOnlyList<CourseBar>))]
[JsonSerializable(typeof(IReadOnlyList<FlowBand>))]
internal sealed partial class ReplayChartsContext : JsonSerializerContext;
