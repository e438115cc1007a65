using System.ComponentModel;
using System.Globalization;
using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http.Changes;

/// <summary>A new deal: its id and what is known of it, with when, by whom and why it was opened.</summary>
public sealed record OpenOpportunityRequest(
    string? Id, string? Name, string? Account, string? Owner, string? Stage, string? Category, decimal? Amount, string? Currency, string? CloseDate,
    decimal? Probability, string? Type, string? Segment, string? At, string? By, string? Reason);

/// <summary>POST /api/opportunities.</summary>
public static class OpenOpportunityEndpoint
{
    /// <summary>Opens a deal; where nobody has to sign in, a tenant's first one makes the tenant.</summary>
    public static async Task<Results<Created<DealAnswer>, Created>> Handle(
        OpenOpportunityRequest body, [AsParameters] TenantScope scope,
        [FromHeader(Name = "Idempotency-Key"), Description("A repeat under the same key is the same request.")] string? key, LedgerHost ledger,
        CancellationToken cancellation)
    {
        var id = InputReader.Id("id", body.Id ?? throw new InputRefusedException("id", "The id is missing; name the deal by its id in the CRM."));
        var fields = new OpenWords(
            body.Name, body.Account, body.Owner, body.Stage, body.Category, body.Amount?.ToString(CultureInfo.InvariantCulture), body.Currency,
            body.CloseDate, body.Probability?.ToString(CultureInfo.InvariantCulture), body.Type, body.Segment);
        var origin = new OriginWords(body.By, body.At, body.Reason, Key: key);
        var (tenant, address) = (await scope.ReadToMakeAsync(ledger, cancellation), $"/api/opportunities/{id}");
        return await Recording.OpenAsync(ledger, tenant, id, fields, origin, cancellation) is { } deal
            ? TypedResults.Created(address, deal)
            : TypedResults.Created(address);
    }
}
