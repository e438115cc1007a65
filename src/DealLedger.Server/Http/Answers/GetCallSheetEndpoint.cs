using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/call-sheet.</summary>
public static class GetCallSheetEndpoint
{
    /// <summary>Answers with what a team's forecast call looks at.</summary>
    public static async Task<Ok<CallSheetAnswer>> Handle(
        [AsParameters] CallSheetWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.CallSheetAsync(words.Read(read), cancellation), cancellation));
}
