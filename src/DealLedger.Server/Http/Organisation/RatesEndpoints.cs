using System.ComponentModel;
using System.Globalization;
using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http.Organisation;

/// <summary>A rate: what one unit of a currency is worth in another one, from and to which day or instant, and who says so.</summary>
public sealed record SetRateRequest(string? Currency, decimal? Rate, string? In, string? From, string? To, string? By);

/// <summary>GET /api/rates.</summary>
public static class GetRatesEndpoint
{
    /// <summary>Answers with the rates in force at an instant.</summary>
    public static async Task<Ok<RatesAnswer>> Handle(
        [AsParameters] DealWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => view.RatesAtAsync(words.Read(read), cancellation), cancellation));
}

/// <summary>POST /api/rates.</summary>
public static class SetRateEndpoint
{
    /// <summary>
    /// Records a rate and answers with the rates in force when it begins; where nobody has to sign in, a tenant's first one makes the tenant.
    /// </summary>
    public static async Task<Ok<RatesAnswer>> Handle(
        SetRateRequest body, [AsParameters] TenantScope scope,
        [FromHeader(Name = "Idempotency-Key"), Description("A repeat under the same key is the same request.")] string? key, LedgerHost ledger,
        CancellationToken cancellation)
    {
        var tenant = await scope.ReadToMakeAsync(ledger, cancellation);
        var words = new RateWords(body.Currency, body.Rate?.ToString(CultureInfo.InvariantCulture), body.In, body.From, body.To, body.By, key);
        var (rate, by, request) = words.Read(await ledger.ReaderOrNewAsync(tenant, cancellation));
        await ledger.Directory.EnsureAsync(tenant, cancellation);
        await ledger.Rates.RecordAsync(tenant, rate, OriginWords.User, by, request, cancellation);
        return TypedResults.Ok(await Recording.ShowAsync(
            () => ledger.AskAsync(tenant, null, Postgres.Consistency.Strong, (view, _) => view.RatesAtAsync(rate.From, cancellation), cancellation)));
    }
}
