using System.ComponentModel;
using System.Globalization;
using DealLedger.Core.Answers;
using DealLedger.Core.Time;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

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
        string setting, SetSettingRequest body, [AsParameters] TenantScope scope,
        [FromHeader(Name = "Idempotency-Key"), Description("A repeat under the same key is the same request.")] string? key, LedgerHost ledger,
        CancellationToken cancellation)
    {
        var tenant = await scope.ReadToMakeAsync(ledger, cancellation);
        var read = await ledger.ReaderOrNewAsync(tenant, cancellation);
        var request = OriginWords.Request(read, key, ["setting", setting, body.Value, body.From, body.By, .. MonthsOf(body)]);
        var (by, from) = (InputReader.Id("by", read.Author(body.By) ?? OriginWords.Api), read.Checked(read.Beginning("from", body.From)));
        var table = body.Months is { } months ? CalendarTable.Of(months) : null;
        await ledger.Directory.EnsureAsync(tenant, cancellation);
        await ledger.Settings.RecordAsync(tenant, setting, body.Value ?? "", table, from, by, request, cancellation);
        return TypedResults.Ok(await Recording.ShowAsync(() => ledger.AskAsync(
            tenant, null, Postgres.Consistency.Strong, (view, now) => Task.FromResult(view.SettingsAt(from ?? ledger.Clock.GetUtcNow())), cancellation)));
    }

    private static IEnumerable<string?> MonthsOf(SetSettingRequest body) => (body.Months ?? []).SelectMany(
        m => new[] { m.Name, m.Quarter, m.Start.ToString("O", CultureInfo.InvariantCulture), m.End.ToString("O", CultureInfo.InvariantCulture) });
}
