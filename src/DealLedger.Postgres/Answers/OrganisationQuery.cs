using DealLedger.Core.Answers;
using DealLedger.Core.Currencies;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers by which settings and rates questions are answered, from one view.</summary>
internal static class OrganisationQuery
{
    /// <summary>The settings in force at an instant.</summary>
    public static SettingsAnswer Settings(LedgerView view, DateTimeOffset asOf)
    {
        var settings = view.Settings.At(asOf);
        return new SettingsAnswer(
            view.Tenant.Value, asOf, view.KnownText, view.Position, settings.Version, settings.Calendar.FirstMonth, settings.Calendar.Table?.Months,
            settings.WeekStart.ToString().ToLowerInvariant(), settings.Zone.Id, settings.ReportingCurrency, [.. view.Settings.Facts.Select(SettingTold.Of)]);
    }

    /// <summary>The rates in force at an instant.</summary>
    public static async Task<RatesAnswer> RatesAsync(LedgerView view, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var history = await view.Snapshot.RatesAsync(cancellation);
        var rates = new List<RateAnswer>();
        foreach (var pair in history.Pairs)
        {
            if (history.At(pair, asOf) is { Data: RateSet rate } fact)
            {
                rates.Add(new RateAnswer(pair.Of, pair.In, rate.Rate, rate.At, rate.Until, rate.By, fact.Position));
            }
        }

        return new RatesAnswer(view.Tenant.Value, asOf, view.KnownText, view.Position, view.Settings.At(asOf).ReportingCurrency, rates);
    }
}
