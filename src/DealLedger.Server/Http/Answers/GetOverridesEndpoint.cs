using DealLedger.Core.Overrides;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/overrides.</summary>
public static class GetOverridesEndpoint
{
    /// <summary>Answers with the override ledger.</summary>
    public static async Task<Ok<OverridesAnswer>> Handle(
        [AsParameters] OverridesWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.OverridesAsync(words.Read(read), cancellation), cancellation));
}
