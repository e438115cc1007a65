using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/deals.</summary>
public static class GetDealsEndpoint
{
    /// <summary>Answers with the deals that a cell of a forecast counts.</summary>
    public static async Task<Ok<DealsAnswer>> Handle(
        [AsParameters] DealsWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.DealsAsync(words.Read(read), cancellation), cancellation));
}
