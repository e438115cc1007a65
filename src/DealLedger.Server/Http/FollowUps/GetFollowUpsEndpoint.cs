using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.FollowUps;

/// <summary>GET /api/follow-ups.</summary>
public static class GetFollowUpsEndpoint
{
    /// <summary>Answers with the follow-ups as of an instant.</summary>
    public static async Task<Ok<FollowUpsAnswer>> Handle(
        [AsParameters] FollowUpListWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.FollowUpsAsync(words.Read(read), cancellation), cancellation));
}
