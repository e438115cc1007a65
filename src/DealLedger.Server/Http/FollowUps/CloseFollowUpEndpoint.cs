using System.ComponentModel;
using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http.FollowUps;

/// <summary>The closing of a follow-up: by whom, with what result, and since when.</summary>
public sealed record CloseFollowUpRequest(string? By, string? Result, string? At);

/// <summary>POST /api/follow-ups/{id}/close.</summary>
public static class CloseFollowUpEndpoint
{
    /// <summary>Closes a follow-up and answers with it.</summary>
    public static async Task<Ok<FollowUpAnswer>> Handle(
        string id, CloseFollowUpRequest body, [AsParameters] TenantScope scope,
        [FromHeader(Name = "Idempotency-Key"), Description("A repeat under the same key is the same request.")] string? key, LedgerHost ledger,
        CancellationToken cancellation) =>
        TypedResults.Ok(await FollowingUp.CloseAsync(ledger, scope.Read(), id, new CloseFollowUpWords(body.By, body.Result, body.At, key), cancellation));
}
