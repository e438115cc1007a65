using DealLedger.Core.Replay;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/replay.</summary>
public static class GetReplayEndpoint
{
    /// <summary>Answers with how the forecast of a period went from week to week.</summary>
    public static async Task<Ok<ReplayAnswer>> Handle(
        [AsParameters] ReplayWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.ReplayAsync(words.Read(read), cancellation), cancellation));
}
