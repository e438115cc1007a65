using DealLedger.Server.Http.Seals;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Calls;

/// <summary>GET /api/calls/{id}/proof.</summary>
public static class GetCallProofEndpoint
{
    /// <summary>Answers with the proof of a call, byte for byte the file that check-proof takes.</summary>
    public static async Task<FileContentHttpResult> Handle(
        string id, [AsParameters] ProofWords words, [AsParameters] TenantScope scope, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Bytes((await Calling.ProveAsync(ledger, scope.Read(), id, words.Seal, cancellation)).ToFile(), "application/json");
}
