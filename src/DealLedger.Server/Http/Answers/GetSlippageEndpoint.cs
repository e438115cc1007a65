using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/slippage.</summary>
public static class GetSlippageEndpoint
{
    /// <summary>Answers with pushes, slips and slip rates.</summary>
    public static async Task<Ok<SlippageAnswer>> Handle(
        [AsParameters] SlippageWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.SlippageAsync(words.Read(read), cancellation), cancellation));
}
