using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/changes.</summary>
public static class GetChangesEndpoint
{
    /// <summary>Answers with the waterfall and its deals.</summary>
    public static async Task<Ok<ChangesAnswer>> Handle(
        [AsParameters] ChangesWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.ChangesAsync(words.Read(read), cancellation), cancellation));
}
