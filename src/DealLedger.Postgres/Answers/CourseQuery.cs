using DealLedger.Core.Answers;
using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Replay;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers how the total of a forecast came about from one view: the period is played once, and what it does not pass is asked for by itself.</summary>
internal static class CourseQuery
{
    /// <summary>The totals at these instants, single, with the calls and quotas beside them.</summary>
    public static async Task<IReadOnlyList<ForecastRow>> AnswerAsync(
        LedgerView view, ForecastQuestion question, IReadOnlyList<DateTimeOffset> instants, CancellationToken cancellation)
    {
        var played = instants.Count > 1 && ReplayBuilder.CanPlay(question.Period) ? await PlayAsync(view, question, instants[^1], cancellation) : [];
        var totals = new List<ForecastRow>(instants.Count);
        foreach (var instant in instants)
        {
            var asked = question with { AsOf = instant, By = GroupBy.None, Rollup = Rollup.Single };
            var answer = played.GetValueOrDefault(instant) ?? await ForecastQuery.AnswerAsync(view, asked, cancellation);
            totals.Add((await BesideForecast.AddAsync(view, asked, answer, cancellation, tellsStale: false)).Total);
        }

        return totals;
    }

    private static async Task<Dictionary<DateTimeOffset, ForecastAnswer>> PlayAsync(
        LedgerView view, ForecastQuestion question, DateTimeOffset last, CancellationToken cancellation)
    {
        var replay = await ReplayQuery.AnswerAsync(
            view,
            new ReplayQuestion(question.Period, last, question.KnownAt, question.Owner, question.Team, question.Hierarchy)
            {
                Settings = question.Settings, RatesAt = question.RatesAt,
            },
            cancellation);
        var told = new Dictionary<DateTimeOffset, ForecastAnswer> { [replay.From] = Told(replay, replay.From, replay.Start) };
        foreach (var week in replay.Weeks)
        {
            told[week.AsOf] = Told(replay, week.AsOf, week.Forecast);
        }

        return told;
    }

    private static ForecastAnswer Told(ReplayAnswer replay, DateTimeOffset asOf, ForecastCells cells) => new(
        Forecast.Definition, replay.Tenant, asOf, replay.KnownAt, replay.Position, replay.Notes, replay.Period, Rollup.Single, replay.Currency, [],
        cells.Row("total", "Total"), null, replay.SettingsVersion, replay.RatesAt);
}
