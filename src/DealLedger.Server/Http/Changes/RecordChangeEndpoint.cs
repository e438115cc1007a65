using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace DealLedger.Server.Http.Changes;

/// <summary>A change of a deal: the new value, when it happened, by whom, why, and the version that it was decided on.</summary>
public sealed record RecordChangeRequest(string? At, string? By, string? Reason, long? ExpectVersion)
{
    /// <summary>The new value; undefined when there is none, which is not the same as null.</summary>
    [Description("The new value: a text, or for an amount a number. Null takes an amount or a close date away.")]
    public JsonElement Value { get; init; }
}

/// <summary>POST /api/opportunities/{id}/{change}: one route for every word that changes a deal.</summary>
public static class RecordChangeEndpoint
{
    /// <summary>Records a change and answers with the deal.</summary>
    public static async Task<Results<Ok<DealAnswer>, NoContent>> Handle(
        string change, string id, RecordChangeRequest? body, TenantScope scope, string? key, LedgerHost ledger, CancellationToken cancellation)
    {
        var origin = new OriginWords(
            body?.By, body?.At, body?.Reason, body?.ExpectVersion?.ToString(CultureInfo.InvariantCulture), key);
        return Answer(await Recording.ChangeAsync(ledger, scope.Read(), id, change, Text(change, body?.Value ?? default), origin, cancellation));
    }

    /// <summary>The deal as it is then, or nothing for whoever may not see it.</summary>
    public static Results<Ok<DealAnswer>, NoContent> Answer(DealAnswer? deal) => deal is null ? TypedResults.NoContent() : TypedResults.Ok(deal);

    /// <summary>Maps the route of one word.</summary>
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes, string change) => routes.MapPost(
        "/{id}/" + change,
        (string id, RecordChangeRequest? body, [AsParameters] TenantScope scope,
         [FromHeader(Name = "Idempotency-Key"), Description("A repeat under the same key is the same request.")] string? key,
         LedgerHost ledger, CancellationToken cancellation) => Handle(change, id, body, scope, key, ledger, cancellation));

    private static string? Text(string change, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => Plain(value),
        JsonValueKind.Null when change is "amount" or "close-date" => "none",
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => throw new InputRefusedException("value", "The value is neither a text nor a number."),
    };

    // 1e3 is a number like any other in JSON.
    private static string Plain(JsonElement number) => number.TryGetDecimal(out var exact) ? exact.ToString(CultureInfo.InvariantCulture) : number.GetRawText();
}
