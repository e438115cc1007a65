using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/find.</summary>
public static class GetFindEndpoint
{
    /// <summary>Answers with the deals of such an id, name or account.</summary>
    public static async Task<Ok<FindAnswer>> Handle(
        [AsParameters] FindWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.FindAsync(words.Read(read), cancellation), cancellation));
}
