using DealLedger.Core.Comparing;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/restated.</summary>
public static class GetRestatedEndpoint
{
    /// <summary>Answers with what later knowledge changed in a forecast.</summary>
    public static async Task<Ok<RestatedAnswer>> Handle(
        [AsParameters] RestatedWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), knownAt: null, freshness.Read(), (view, read) => view.RestatedAsync(words.Read(read), cancellation), cancellation));
}
