using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/changes.</summary>
public static class GetChangesEndpoint
{
    /// <summary>Answers with the waterfall and its deals.</summary>
    public static async Task<Ok<ChangesAnswer>> Handle(
        [AsParameters] ChangesWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation)
    {
        var tenant = scope.Read();
        var read = await ledger.ReaderAsync(tenant, cancellation);
        return TypedResults.Ok(await ledger.Answers.ChangesAsync(tenant, words.Read(read), freshness.Read(read), cancellation));
    }
}
