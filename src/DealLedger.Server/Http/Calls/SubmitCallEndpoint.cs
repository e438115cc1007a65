using System.ComponentModel;
using System.Globalization;
using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http.Calls;

/// <summary>A call: for which period and whom, at which layer, in which category, how much, by whom, why, and since when.</summary>
public sealed record SubmitCallRequest(
    string? Period, string? For, string? Layer, string? Category, decimal? Amount, string? By, string? Note, string? At);

/// <summary>POST /api/calls.</summary>
public static class SubmitCallEndpoint
{
    /// <summary>Records a call, seals the log for it, and answers with the call.</summary>
    public static async Task<Created<CallAnswer>> Handle(
        SubmitCallRequest body, [AsParameters] TenantScope scope,
        [FromHeader(Name = "Idempotency-Key"), Description("A repeat under the same key is the same request.")] string? key, LedgerHost ledger,
        CancellationToken cancellation)
    {
        var words = new SubmitCallWords(
            body.Period, body.For, body.Layer, body.Category, body.Amount?.ToString(CultureInfo.InvariantCulture), body.By, body.Note, body.At, key);
        var answer = await Calling.SubmitAsync(ledger, scope.Read(), words, cancellation);
        return TypedResults.Created($"/api/calls/{answer.Call.Id}", answer);
    }
}
