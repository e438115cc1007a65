using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;

namespace DealLedger.Postgres;

/// <summary>Records settings, each from an instant on.</summary>
public sealed class SettingsHandler(FactHandler facts, TenantDirectory directory, TimeProvider clock)
{
    private const string Source = "settings";

    /// <summary>Everything that was ever set, in the order in which it took effect.</summary>
    public async Task<SettingsHistory> HistoryAsync(TenantId tenant, CancellationToken cancellation) =>
        SettingsHistory.Of(await facts.ReadAsync(tenant, SettingsEvent.Kind, cancellation));

    /// <summary>
    /// Records a setting, unless it is so already; false then. Refused (<c>setting-unknown</c>, <c>invalid-value</c>, <c>calendar-table</c>)
    /// when it makes no sense. See <see cref="SettingWords.Decide"/> for when it holds.
    /// </summary>
    public Task<bool> RecordAsync(
        TenantId tenant, string name, string value, CalendarTable? table, DateTimeOffset? from, string by, CancellationToken cancellation) =>
        RecordAsync(tenant, name, value, table, from, by, request: null, cancellation);

    /// <summary>The same for a request; a repeat of one that was carried out records nothing.</summary>
    public Task<bool> RecordAsync(
        TenantId tenant, string name, string value, CalendarTable? table, DateTimeOffset? from, string by, RequestKey? request, CancellationToken cancellation) =>
        facts.Requests.OnceAsync(
            tenant, request, () => RecordOnceAsync(tenant, name, value, table, from, by, request, cancellation), _ => false, cancellation);

    private async Task<bool> RecordOnceAsync(
        TenantId tenant, string name, string value, CalendarTable? table, DateTimeOffset? from, string by, RequestKey? request, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().ToMicroseconds();
        var hasImports = await directory.HasImportsAsync(tenant, cancellation);
        var recorded = await facts.RecordAsync(
            tenant, SettingsEvent.Kind, Source, request,
            known => SettingWords.Decide(SettingsHistory.Of(known), name, value, table, from, now, by, hasImports) is { } e ? [new NewFact(SettingsEvent.Stream, e)] : [],
            cancellation);
        return recorded.Count > 0;
    }

    /// <summary>
    /// Sets the reporting currency since ever at the first import of all, where none was ever set and it is not the default; returns the one that
    /// is in force since then: what a CRM of one currency tells its amounts in, whatever answers are told in later.
    /// </summary>
    public async Task<string> SetCurrencyAtFirstImportAsync(TenantId tenant, string currency, string by, CancellationToken cancellation)
    {
        var history = await HistoryAsync(tenant, cancellation);
        var inForce = history.At(SettingsEvent.SinceEver).ReportingCurrency;
        if (currency == inForce || history.Tells<ReportingCurrencySet>() || await directory.HasImportsAsync(tenant, cancellation))
        {
            return inForce;
        }

        await facts.RecordAsync(
            tenant, SettingsEvent.Kind, Source,
            known => SettingsHistory.Of(known).Tells<ReportingCurrencySet>()
                ? []
                : [new NewFact(SettingsEvent.Stream, new ReportingCurrencySet(currency, SettingsEvent.SinceEver, by))],
            cancellation);
        return (await HistoryAsync(tenant, cancellation)).At(SettingsEvent.SinceEver).ReportingCurrency;
    }
}
