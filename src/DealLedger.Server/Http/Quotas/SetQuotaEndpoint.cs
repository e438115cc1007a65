using System.ComponentModel;
using System.Globalization;
using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http.Quotas;

/// <summary>A quota: for whom, how much, for which period, by whom, and since when. Team says that it is of the team that the person leads.</summary>
public sealed record SetQuotaRequest(string? For, string? Period, string? By, bool? Team, string? At)
{
    /// <summary>The quota's amount.</summary>
    [Description("The quota's amount; null takes the quota away.")]
    public required decimal? Amount { get; init; }
}

/// <summary>POST /api/quotas.</summary>
public static class SetQuotaEndpoint
{
    /// <summary>Sets a quota and answers with those that the person or team has for the period. The same quota again records nothing.</summary>
    public static async Task<Ok<QuotasAnswer>> Handle(
        SetQuotaRequest body, [AsParameters] TenantScope scope,
        [FromHeader(Name = "Idempotency-Key"), Description("A repeat under the same key is the same request.")] string? key, LedgerHost ledger,
        CancellationToken cancellation)
    {
        var words = new SetQuotaWords(
            body.For, body.Amount?.ToString(CultureInfo.InvariantCulture) ?? "none", body.Period, body.By, body.Team ?? false, body.At, key);
        return TypedResults.Ok(await Calling.SetQuotaAsync(ledger, scope.Read(), words, cancellation));
    }
}
