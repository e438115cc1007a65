using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/pushes.</summary>
public static class GetPushesEndpoint
{
    /// <summary>Answers with pushes by rep and week, and with the paths of the dates that moved.</summary>
    public static async Task<Ok<PushesAnswer>> Handle(
        [AsParameters] PushesWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.PushesAsync(words.Read(read), cancellation), cancellation));
}
