using DealLedger.Core;
using DealLedger.Core.Comparing;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers what later knowledge changed in a forecast, both states of knowledge read from one view.</summary>
internal static class RestatedQuery
{
    /// <summary>The forecast as known first and second, and the deals between them. Refused when the second knows less than the first.</summary>
    public static async Task<RestatedAnswer> AnswerAsync(LedgerView view, RestatedQuestion question, CancellationToken cancellation)
    {
        var first = await view.KnowingAsync(question.Forecast.KnownAt, cancellation);
        var second = question.And is KnownAt.Now ? view : await view.KnowingAsync(question.And, cancellation, field: "and");
        if (second.KnownTo < first.KnownTo)
        {
            throw new RefusedException(
                "and-before-known-at",
                $"The second state of knowledge ends at position {second.KnownTo}, before the first at {first.KnownTo}; put the earlier one into 'knownAt'.", "and");
        }

        // One version of the settings throughout: that which is known second.
        var forecast = question.Forecast with { Settings = question.Forecast.Settings ?? second.Settings.At(question.Forecast.AsOf) };
        return RestatedAnswer.Of(
            await first.ForecastAsync(forecast, cancellation), first.KnownTo, await second.ForecastAsync(forecast, cancellation), second.KnownTo,
            await second.DifferencesAsync(first, forecast.AsOf, forecast, question.Limit, cancellation));
    }
}
