using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DealLedger.Core.Calls;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Server.Documents;

namespace DealLedger.Server.Pages.Forecast;

/// <summary>An instant that the page steps to: the start of the period, the end of one of its weeks, or now.</summary>
public sealed record CourseStep(string Label, DateTimeOffset AsOf);

/// <summary>The forecast at one step, each category alone, with the calls and the quota beside it.</summary>
public sealed record CoursePoint(CourseStep Step, ForecastRow Total);

/// <summary>A line through the steps: the calls of one layer for one category, each until the next replaces it.</summary>
public sealed record CourseLine(string For, CallLayer Layer, ForecastCategory Category, string Label)
{
    /// <summary>The amount that was stated at a step, if one was, in this currency.</summary>
    public decimal? At(CoursePoint point, string currency) => point.Total.Calls
        .FirstOrDefault(c => c.For == For && c.Layer == Layer && c.Category == Category && c.Currency == currency)?.Amount;
}

/// <summary>
/// How the forecast of a period came about: week by week up to the instant that the page shows. Steps are all that can be stepped to, up to now;
/// actual is what was closed at the period's end, none while it is not over then.
/// </summary>
public sealed record ForecastCourse(IReadOnlyList<CourseStep> Steps, IReadOnlyList<CoursePoint> Points, IReadOnlyList<CourseLine> Lines, decimal? Actual)
{
    private const int MostLines = 6;

    /// <summary>Asks for it, all steps in one question.</summary>
    public static async Task<ForecastCourse> AskAsync(
        LedgerView view, ForecastQuestion question, TimeWords time, DateTimeOffset now, CancellationToken cancellation)
    {
        var (start, end) = (time.WindowStart(question.Period), time.WindowEnd(question.Period));
        var steps = new[] { new CourseStep("Start", start) }.Concat(time.WeeksOf(question.Period).Select(w => new CourseStep(w.Week, w.End)))
            .Where(s => s.AsOf <= now).Concat(start < now && now < end ? [new CourseStep("Now", now)] : []).ToList();
        var shown = UpTo(steps, question.AsOf, end).ToList();
        var totals = await view.CourseAsync(question, shown.ConvertAll(s => s.AsOf), cancellation);
        var points = shown.Zip(totals, (step, total) => new CoursePoint(step, total)).ToList();
        return new ForecastCourse(steps, points, LinesOf(points), question.AsOf >= end && points.Count > 0 ? points[^1].Total.Closed.Amount : null);
    }

    /// <summary>Whether there was anything at any step: deals, calls or a quota.</summary>
    public bool HasAnything => Points.Any(p => p.Total.Closed.Count + p.Total.OpenPipeline.Count + p.Total.Calls.Count > 0 || p.Total.Quota is not null);

    /// <summary>Which of the steps is the last by an instant; the first where none is.</summary>
    public int StepAt(DateTimeOffset asOf) => Math.Max(0, Steps.Count(s => s.AsOf <= asOf) - 1);

    /// <summary>The id of the link to the forecast at a step.</summary>
    public static string LinkId(int step) => string.Create(CultureInfo.InvariantCulture, $"course-{step}");

    // The course ends at the instant that is shown, also where no week does.
    private static IEnumerable<CourseStep> UpTo(List<CourseStep> steps, DateTimeOffset asOf, DateTimeOffset end)
    {
        var shown = steps.Where(s => s.AsOf <= asOf).ToList();
        return shown.Count > 0 && shown[^1].AsOf < asOf && asOf < end ? shown.Append(new CourseStep(Shown.Day(asOf), asOf)) : shown;
    }

    private static List<CourseLine> LinesOf(List<CoursePoint> points)
    {
        var calls = points.SelectMany(p => p.Total.Calls).ToList();
        var people = calls.Select(c => c.For).Distinct(StringComparer.Ordinal).Count();
        return
        [
            .. calls.DistinctBy(c => (c.For, c.Layer, c.Category)).OrderByDescending(c => c.Layer).ThenByDescending(c => c.Category).Take(MostLines)
                .Select(c => new CourseLine(
                    c.For, c.Layer, c.Category, $"{c.Layer}'s {ForecastLabels.Of(c.Category)}{(people > 1 ? ", " + Shown.Name(c.ForName ?? c.For) : "")}")),
        ];
    }
}

/// <summary>
/// A step of the course as the chart draws it: what is stacked, from the surest up, and what lies above it as lines. Link is the id of the link in
/// the table that the bar stands for.
/// </summary>
public sealed record CourseBar(
    string Label, string Link, decimal Closed, decimal Commit, decimal MostLikely, decimal BestCase, decimal Pipeline, decimal? Quota, decimal? Actual,
    IReadOnlyList<CourseMark> Calls)
{
    private static readonly JsonSerializerOptions InPage = DocumentJson.With(CourseBarContext.Default);

    /// <summary>The bars of a course, in a currency, as JSON that can stand in a page.</summary>
    public static string Json(ForecastCourse course, string currency)
    {
        IReadOnlyList<CourseBar> bars =
        [
            .. course.Points.Select((p, at) => new CourseBar(
                p.Step.Label, ForecastCourse.LinkId(at), p.Total.Closed.Amount, p.Total.Commit.Amount, p.Total.MostLikely.Amount, p.Total.BestCase.Amount,
                p.Total.Pipeline.Amount, p.Total.Quota, at == course.Points.Count - 1 ? course.Actual : null,
                [.. course.Lines.Select(l => new CourseMark(l.Label, l.At(p, currency)))])),
        ];
        return DocumentJson.Write(bars, InPage);
    }
}

/// <summary>What a line of calls says at a step, if anything was said by then.</summary>
public sealed record CourseMark(string Name, decimal? Amount);

/// <summary>Bars as JSON.</summary>
[JsonSerializable(typeof(IReadOnlyList<CourseBar>))]
internal sealed partial class CourseBarContext : JsonSerializerContext;
