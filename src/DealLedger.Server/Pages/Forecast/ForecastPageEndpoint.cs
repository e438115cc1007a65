using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.Forecast;

/// <summary>GET /forecast: the forecast as of an instant, by team and person, and how it came about.</summary>
public static class ForecastPageEndpoint
{
    /// <summary>Answers with the forecast, as a page or as a file.</summary>
    public static Task<IResult> Handle(
        [AsParameters] ForecastWords words, [AsParameters] ForecastPageWords page, [AsParameters] PageScope scope, HttpContext http, LedgerHost ledger,
        CancellationToken cancellation) =>
        PageAnswer.GiveAsync<ForecastPage, ForecastModel>(
            http, ledger, scope, words.KnownAt, (view, read) => ForecastModel.AskAsync(view, read, words, page, cancellation), ForecastTables.Of, cancellation);
}
