using DealLedger.Core.Sealing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Seals;

/// <summary>POST /api/seals.</summary>
public static class MakeSealEndpoint
{
    /// <summary>Seals the log as it stands and answers with the seal, to be kept elsewhere.</summary>
    public static async Task<Created<Seal>> Handle([AsParameters] TenantScope scope, LedgerHost ledger, CancellationToken cancellation)
    {
        var tenant = scope.Read();
        await ledger.ReaderAsync(tenant, cancellation);
        return TypedResults.Created("/api/seals", await ledger.Seals.SealAsync(tenant, SealOccasion.Demand, null, cancellation));
    }
}
