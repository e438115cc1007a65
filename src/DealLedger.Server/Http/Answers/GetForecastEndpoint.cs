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
        [AsParameters] ForecastWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation)
    {
        var tenant = scope.Read();
        var read = await ledger.ReaderAsync(tenant, cancellation);
        return TypedResults.Ok(await ledger.Answers.ForecastAsync(tenant, words.Read(read), freshness.Read(read), cancellation));
    }
}
