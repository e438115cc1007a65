using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers a forecast question from one view (DEFINITIONS 3).</summary>
internal static class ForecastQuery
{
    /// <summary>The forecast as of an instant (DEFINITIONS 3).</summary>
    public static async Task<ForecastAnswer> AnswerAsync(LedgerView view, ForecastQuestion question, CancellationToken cancellation)
    {
        var snapshot = view.Snapshot;
        var (over, teamNames) = await view.TeamsAsync(question, cancellation);
        var teams = over.At(question.AsOf);
        var settings = view.SettingsOf(question, question.AsOf);
        var rates = (await view.RatesAsync(question, settings, cancellation)).At(question.AsOf);
        var sums = new ForecastSums(rates);
        await StateSums.ReadAsync(
            snapshot, question.Period, question.AsOf, question.By, Scoping.Owners(question, teams), rates.Reporting, sums.Add, cancellation);
        var figures = sums.Figures(question.Rollup, question.By == GroupBy.Team ? teams : null, question.Team);
        var names = await view.KeyNamesAsync(question.By, teamNames, cancellation);
        return new ForecastAnswer(
            Forecast.Definition, view.Tenant.Value, question.AsOf, view.KnownText, snapshot.Reached, view.Notes, question.Period, question.Rollup,
            rates.Reporting, figures.Unconverted, figures.Total,
            question.By == GroupBy.None ? null : [.. figures.Rows.Select(r => r with { Name = names(r.Key) })], settings.Version, question.RatesAt);
    }
}
