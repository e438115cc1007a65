using DealLedger.Core.Calls;
using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers how near calls came to what was closed, from one view (DEFINITIONS 6).</summary>
internal static class AccuracyQuery
{
    /// <summary>The accuracy of the calls of a period, and who sandbags, by the quarters that have ended.</summary>
    public static async Task<AccuracyAnswer> AnswerAsync(LedgerView view, Period period, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var settings = view.Settings.At(asOf);
        var time = new TimeWords(settings, asOf);
        var all = CallBook.Of(await view.Snapshot.FactsAsync(CallSubmitted.Kind, cancellation));
        var isPartial = time.WindowEnd(period) > asOf;
        var atEnd = new Dictionary<Period, (Rollups Closed, Rates Rates)>();
        var quarters = all.All.Select(c => c.Slot.Period).Distinct().Where(p => p == settings.Calendar.QuarterOf(p.Start) && time.WindowEnd(p) <= asOf).ToHashSet();
        foreach (var ended in isPartial ? quarters : quarters.Append(period).ToHashSet())
        {
            // What was closed is told as it was then: by the settings and the rates of the period's end.
            var end = time.WindowEnd(ended);
            var question = new ForecastQuestion(ended, end, view.KnownAt);
            var rates = await view.RatesAsync(question, view.SettingsOf(question, end), cancellation);
            atEnd.Add(ended, (await Rollups.AllAsync(view, ended, end, withTeams: true, cancellation), rates.At(end)));
        }

        var sight = await view.SightAsync(cancellation);
        var rows = isPartial ? [] : CallAccuracy.Of(all.For(period), time.WeeksOf(period), Told, Closed).Where(r => sight.Sees(r.For, asOf)).ToList();
        var sandbagging = Sandbagging.Of(all, quarters, Told, Closed).Where(s => sight.Sees(s.Person, asOf));
        var names = await view.Snapshot.PeopleNamesAsync(cancellation);
        return new AccuracyAnswer(
            AccuracyAnswer.Version, view.Tenant.Value, asOf, view.KnownText, view.Position, view.NotesFor(sight), period,
            isPartial ? settings.ReportingCurrency : atEnd[period].Rates.Reporting, isPartial,
            CallAccuracy.ByLayer(rows), [.. rows.Select(r => r with { ForName = names.GetValueOrDefault(r.For) })],
            [.. sandbagging.Select(s => s with { Name = names.GetValueOrDefault(s.Person) })]);

        decimal Closed(CallSlot slot) => atEnd[slot.Period].Closed.Of(slot).Closed.Amount;

        decimal? Told(Call call) => atEnd[call.Slot.Period].Rates.Convert(call.Currency, call.Amount);
    }
}
