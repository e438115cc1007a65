using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.FollowUps;

/// <summary>GET /api/follow-ups/{id}.</summary>
public static class GetFollowUpEndpoint
{
    /// <summary>Answers with a follow-up as of an instant.</summary>
    public static async Task<Ok<FollowUpAnswer>> Handle(
        string id, [AsParameters] DealWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger,
        CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.FollowUpAsync(InputReader.Id("id", id), words.Read(read), cancellation), cancellation));
}
