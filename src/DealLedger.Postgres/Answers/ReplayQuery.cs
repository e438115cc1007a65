using DealLedger.Core.Forecasting;
using DealLedger.Core.Replay;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers how the forecast of a period went from week to week, from one view: its changes are read once for all weeks (DEFINITIONS 3 and 4).</summary>
internal static class ReplayQuery
{
    /// <summary>How the forecast of a period went from week to week.</summary>
    public static async Task<ReplayAnswer> AnswerAsync(LedgerView view, ReplayQuestion question, CancellationToken cancellation)
    {
        var (snapshot, period) = (view.Snapshot, question.Period);
        var settings = view.SettingsOf(question, question.AsOf);
        var time = new TimeWords(settings, question.AsOf);
        var (from, weeks) = ReplayBuilder.Played(time, period, question.AsOf);
        var rates = await view.RatesAsync(question, settings, cancellation);
        var (teams, _) = await view.TeamsAsync(question, cancellation);
        var lenses = new LensOverTime(teams, rates);
        var replay = new ReplayBuilder(question.Scope, from, weeks, lenses);

        // Whose deals are a team's differs from week to week, so all are read then, by owner.
        var (by, owners) = question.Team is null ? (GroupBy.None, Scoping.Owners(question, teams.At(from))) : (GroupBy.Owner, null);
        await StateSums.ReadAsync(snapshot, period, from, by, owners, rates.Reporting, replay.AddStart, cancellation);
        if (weeks.Count > 0)
        {
            var window = new Window(from, weeks[^1].End, lenses);
            await ChangesQuery.ReadDealsAsync(snapshot, period, window, needsKind: false, replay.AddDeal, cancellation);
        }

        var figures = replay.Figures();
        return new ReplayAnswer(
            ReplayAnswer.Version, view.Tenant.Value, question.AsOf, view.KnownText, snapshot.Reached, view.Notes, period, rates.Reporting, from, figures.Start,
            figures.Weeks, figures.Weeks is [.., var last] ? last.Forecast.Closed : figures.Start.Closed, question.AsOf < time.WindowEnd(period), settings.Version,
            question.RatesAt);
    }
}
