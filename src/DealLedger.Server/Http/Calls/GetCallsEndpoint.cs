using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Calls;

/// <summary>GET /api/calls.</summary>
public static class GetCallsEndpoint
{
    /// <summary>Answers with the calls in force at an instant, or with all.</summary>
    public static async Task<Ok<CallsAnswer>> Handle(
        [AsParameters] CallListWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.CallsAsync(words.Read(read), cancellation), cancellation));
}
