using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Quotas;

/// <summary>GET /api/quotas.</summary>
public static class GetQuotasEndpoint
{
    /// <summary>Answers with the quotas that hold at an instant.</summary>
    public static async Task<Ok<QuotasAnswer>> Handle(
        [AsParameters] QuotaListWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.QuotasAsync(words.Read(read), cancellation), cancellation));
}
