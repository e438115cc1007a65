using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Answers;

/// <summary>GET /api/people.</summary>
public static class GetPeopleEndpoint
{
    /// <summary>Answers with everyone who was known at an instant and whom they reported to.</summary>
    public static async Task<Ok<PeopleAnswer>> Handle(
        [AsParameters] DealWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.PeopleAsync(words.Read(read), cancellation), cancellation));
}
