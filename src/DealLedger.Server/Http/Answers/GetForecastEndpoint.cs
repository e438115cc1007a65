using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/forecast.</summary>
public static class GetForecastEndpoint
{
    /// <summary>Answers with the point-in-time forecast.</summary>
    public static async Task<Ok<ForecastAnswer>> Handle(
        [AsParameters] ForecastWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.ForecastAsync(words.Read(read), cancellation), cancellation));
}
