using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/opportunities/{id}.</summary>
public static class GetDealEndpoint
{
    /// <summary>Answers with the deal as of an instant and every change up to then.</summary>
    public static async Task<Ok<DealAnswer>> Handle(
        string id, [AsParameters] DealWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger,
        CancellationToken cancellation)
    {
        var deal = InputReader.Id("id", id);
        return TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.DealAsync(deal, words.Read(read), cancellation), cancellation));
    }
}
