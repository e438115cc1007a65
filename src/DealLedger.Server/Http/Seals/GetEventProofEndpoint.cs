using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Seals;

/// <summary>GET /api/events/{id}/proof.</summary>
public static class GetEventProofEndpoint
{
    /// <summary>Answers with the proof of an event, byte for byte the file that check-proof takes.</summary>
    public static async Task<FileContentHttpResult> Handle(
        string id, [AsParameters] ProofWords words, [AsParameters] TenantScope scope, LedgerHost ledger, CancellationToken cancellation)
    {
        var tenant = scope.Read();
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var seal = read.Checked(EventSubject.Seal(read, "seal", words.Seal));
        var position = await EventSubject.PositionAsync(ledger, tenant, id, cancellation);
        var proof = await ledger.Proofs.EventAsync(tenant, position, seal, cancellation);
        return TypedResults.Bytes(proof.ToFile(), "application/json");
    }
}
