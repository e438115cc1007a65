using DealLedger.Core.Sealing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Seals;

/// <summary>GET /api/seals.</summary>
public static class GetSealsEndpoint
{
    /// <summary>Lists the seals of a tenant in the order in which they were made.</summary>
    public static async Task<Ok<IReadOnlyList<Seal>>> Handle(
        [AsParameters] SealListWords words, [AsParameters] TenantScope scope, LedgerHost ledger, CancellationToken cancellation)
    {
        var tenant = scope.Read();
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var (after, limit) = read.Checked((read.Number("after", words.After, 0, int.MaxValue, 0), read.Number("limit", words.Limit, 1, 10_000, 1_000)));
        return TypedResults.Ok(await ledger.Seals.ListAsync(tenant, after, limit, cancellation));
    }
}
