using DealLedger.Core.Calls;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Calls;

/// <summary>GET /api/calls/accuracy.</summary>
public static class GetCallAccuracyEndpoint
{
    /// <summary>Answers with how near the calls of a period came to what was closed, and who sandbags.</summary>
    public static async Task<Ok<AccuracyAnswer>> Handle(
        [AsParameters] AccuracyWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(),
            (view, read) =>
            {
                var (period, asOf) = words.Read(read);
                return view.AccuracyAsync(period, asOf, cancellation);
            },
            cancellation));
}
