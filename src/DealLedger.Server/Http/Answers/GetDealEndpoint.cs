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
        var tenant = scope.Read();
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var (asOf, knownAt) = words.Read(read);
        return TypedResults.Ok(
            await ledger.Answers.DealAsync(tenant, InputReader.Id("id", id), asOf, knownAt, freshness.Read(read), cancellation));
    }
}
