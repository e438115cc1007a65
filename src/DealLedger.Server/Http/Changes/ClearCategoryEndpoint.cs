using System.ComponentModel;
using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http.Changes;

/// <summary>Who clears an override, when, why and on which version.</summary>
public sealed record ClearCategoryWords
{
    /// <summary>Who clears it, by id. Default: the caller.</summary>
    [FromQuery(Name = "by"), Description("Who clears it, by id. Default: the caller.")]
    public string? By { get; init; }

    /// <summary>When it happened. Default: now.</summary>
    [FromQuery(Name = "at"), Description("When it happened. Default: now.")]
    public string? At { get; init; }

    /// <summary>Why.</summary>
    [FromQuery(Name = "reason"), Description("Why.")]
    public string? Reason { get; init; }

    /// <summary>The version that it was decided on.</summary>
    [FromQuery(Name = "expectVersion"), Description("The version that it was decided on.")]
    public string? ExpectVersion { get; init; }
}

/// <summary>DELETE /api/opportunities/{id}/category.</summary>
public static class ClearCategoryEndpoint
{
    /// <summary>Ends an override: the stage's own category counts again.</summary>
    public static async Task<Results<Ok<DealAnswer>, NoContent>> Handle(
        string id, [AsParameters] ClearCategoryWords words, [AsParameters] TenantScope scope,
        [FromHeader(Name = "Idempotency-Key"), Description("A repeat under the same key is the same request.")] string? key, LedgerHost ledger,
        CancellationToken cancellation)
    {
        var origin = new OriginWords(words.By, words.At, words.Reason, words.ExpectVersion, key);
        return RecordChangeEndpoint.Answer(await Recording.ChangeAsync(ledger, scope.Read(), id, "clear-category", null, origin, cancellation));
    }
}
