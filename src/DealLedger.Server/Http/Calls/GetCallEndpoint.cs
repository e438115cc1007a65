using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Calls;

/// <summary>GET /api/calls/{id}.</summary>
public static class GetCallEndpoint
{
    /// <summary>Answers with a call, its basis and what moved since, made once more from the log where that is wanted.</summary>
    public static async Task<Ok<CallAnswer>> Handle(
        string id, [AsParameters] CallShowWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger,
        CancellationToken cancellation) =>
        TypedResults.Ok(await Calling.ShowAsync(ledger, scope.Read(), id, words, freshness.Read(), cancellation));
}
