using System.ComponentModel;
using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http.FollowUps;

/// <summary>What is to be another thing of a follow-up: its owner, the day that it is due on, or both; said by whom, and since when.</summary>
public sealed record ChangeFollowUpRequest(string? Owner, string? Due, string? By, string? At);

/// <summary>POST /api/follow-ups/{id}/change.</summary>
public static class ChangeFollowUpEndpoint
{
    /// <summary>Changes a follow-up and answers with it. What is so already records nothing.</summary>
    public static async Task<Ok<FollowUpAnswer>> Handle(
        string id, ChangeFollowUpRequest body, [AsParameters] TenantScope scope,
        [FromHeader(Name = "Idempotency-Key"), Description("A repeat under the same key is the same request.")] string? key, LedgerHost ledger,
        CancellationToken cancellation) =>
        TypedResults.Ok(await FollowingUp.ChangeAsync(ledger, scope.Read(), id, new ChangeFollowUpWords(body.Owner, body.Due, body.By, body.At, key), cancellation));
}
