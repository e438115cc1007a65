using DealLedger.Core.Answers;
using DealLedger.Core.Time;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Organisation;

/// <summary>A setting: its value, or the months of a fiscal calendar's table, from when on it holds, and who sets it.</summary>
public sealed record SetSettingRequest(string? Value, IReadOnlyList<FiscalMonth>? Months, string? From, string? By);

/// <summary>GET /api/settings.</summary>
public static class GetSettingsEndpoint
{
    /// <summary>Answers with the settings in force at an instant, and with everything that was ever set.</summary>
    public static async Task<Ok<SettingsAnswer>> Handle(
        [AsParameters] DealWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(), (view, read) => Task.FromResult(view.SettingsAt(words.Read(read))), cancellation));
}

/// <summary>PUT /api/settings/{setting}.</summary>
public static class SetSettingEndpoint
{
    /// <summary>
    /// Records a setting from an instant on and answers with the settings in force then; where nobody has to sign in, a tenant's first one makes
    /// the tenant.
    /// </summary>
    public static async Task<Ok<SettingsAnswer>> Handle(
        string setting, SetSettingRequest body, [AsParameters] TenantScope scope, LedgerHost ledger, CancellationToken cancellation)
    {
        var tenant = await scope.ReadToMakeAsync(ledger, cancellation);
        var read = await ledger.ReaderOrNewAsync(tenant, cancellation);
        var (by, from) = (InputReader.Id("by", read.Author(body.By) ?? OriginWords.Api), read.Checked(read.Beginning("from", body.From)));
        var table = body.Months is { } months ? CalendarTable.Of(months) : null;
        await ledger.Directory.EnsureAsync(tenant, cancellation);
        await ledger.Settings.RecordAsync(tenant, setting, body.Value ?? "", table, from, by, cancellation);
        return TypedResults.Ok(await ledger.AskAsync(
            tenant, null, Postgres.Consistency.Strong, (view, now) => Task.FromResult(view.SettingsAt(from ?? ledger.Clock.GetUtcNow())), cancellation));
    }
}
