using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;

namespace DealLedger.Naive;

/// <summary>By what answers were read at an instant: looked up anew in all facts, every time.</summary>
public sealed record NaiveSettings(IReadOnlyList<RecordedFact> Facts)
{
    public string CurrencyAt(DateTimeOffset at) => Last<ReportingCurrencySet>(at)?.To ?? "USD";

    public int FirstMonthAt(DateTimeOffset at) => Last<FiscalCalendarSet>(at)?.FirstMonth ?? 1;

    private T? Last<T>(DateTimeOffset at)
        where T : SettingsEvent => Facts.Where(f => f.Data is T && f.Data.At <= at).OrderBy(f => f.Data.At).ThenBy(f => f.Position).Select(f => (T)f.Data).LastOrDefault();
}
