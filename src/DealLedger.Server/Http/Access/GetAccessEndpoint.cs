using DealLedger.Core.Access;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Access;

/// <summary>GET /api/access.</summary>
public static class GetAccessEndpoint
{
    /// <summary>Lists entries of the access log, the newest first.</summary>
    public static async Task<Ok<AccessAnswer>> Handle(
        [AsParameters] AccessWords words, [AsParameters] TenantScope scope, LedgerHost ledger, CancellationToken cancellation)
    {
        var tenant = scope.Read();
        return TypedResults.Ok(await ledger.AccessLog.ListAsync(tenant, words.Read(await ledger.ReaderAsync(tenant, cancellation)), cancellation));
    }
}
