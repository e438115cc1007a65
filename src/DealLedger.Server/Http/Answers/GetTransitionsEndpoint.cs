using DealLedger.Core.Transitions;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/transitions.</summary>
public static class GetTransitionsEndpoint
{
    /// <summary>Answers with where the deals of a forecast at one instant are at another.</summary>
    public static async Task<Ok<TransitionsAnswer>> Handle(
        [AsParameters] TransitionsWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.TransitionsAsync(words.Read(read), cancellation), cancellation));
}
