using System.ComponentModel;
using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http.FollowUps;

/// <summary>A follow-up: what is to be done, by whom, by which day, said by whom, of which team, about which deal, and since when.</summary>
public sealed record OpenFollowUpRequest(string? Text, string? Owner, string? Due, string? By, string? Team, string? Deal, string? At);

/// <summary>POST /api/follow-ups.</summary>
public static class OpenFollowUpEndpoint
{
    /// <summary>Opens a follow-up and answers with it.</summary>
    public static async Task<Created<FollowUpAnswer>> Handle(
        OpenFollowUpRequest body, [AsParameters] TenantScope scope,
        [FromHeader(Name = "Idempotency-Key"), Description("A repeat under the same key is the same request.")] string? key, LedgerHost ledger,
        CancellationToken cancellation)
    {
        var words = new OpenFollowUpWords(body.Text, body.Owner, body.Due, body.By, body.Team, body.Deal, body.At, key);
        var answer = await FollowingUp.OpenAsync(ledger, scope.Read(), words, cancellation);
        return TypedResults.Created($"/api/follow-ups/{answer.FollowUp.Id}", answer);
    }
}
