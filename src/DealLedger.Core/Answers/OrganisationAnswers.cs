using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;

namespace DealLedger.Core.Answers;

/// <summary>One setting as it was told: what, to which value, from when on, by whom, recorded at which position and when.</summary>
public sealed record SettingTold(string Setting, string Value, DateTimeOffset? From, string By, long Position, DateTimeOffset RecordedAt)
{
    /// <summary>The telling of a fact. From is none for what holds since ever.</summary>
    public static SettingTold Of(RecordedFact fact)
    {
        var (setting, value) = fact.Data switch
        {
            FiscalCalendarSet { Table: { } table } => ("fiscal-calendar", $"{CalendarTable.Parse(table)?.Start:yyyy-MM-dd} to {CalendarTable.Parse(table)?.End:yyyy-MM-dd}"),
            FiscalCalendarSet e => ("fiscal-year-start", e.FirstMonth.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            WeekStartSet e => ("week-start", e.To),
            TimeZoneSet e => ("time-zone", e.To),
            ReportingCurrencySet e => ("currency", e.To),
            _ => (EventName(fact.Data), ""),
        };
        var from = fact.Data.At == SettingsEvent.SinceEver ? (DateTimeOffset?)null : fact.Data.At;
        return new SettingTold(setting, value, from, fact.Data.By, fact.Position, fact.RecordedAt);
    }

    private static string EventName(ILedgerEvent e) => Opportunities.EventJson.TypeName(e);
}

/// <summary>
/// The settings in force at an instant, with everything that was ever set. FiscalYearStart is the month, 1 to 12; fiscalCalendar are the
/// months of the table, where there is one. Version is what answers tell as their settingsVersion.
/// </summary>
public sealed record SettingsAnswer(
    string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, long Version, int FiscalYearStart, IReadOnlyList<FiscalMonth>? FiscalCalendar, string WeekStart,
    string TimeZone, string Currency, IReadOnlyList<SettingTold> History);

/// <summary>A rate in force: one unit of a currency in units of another, from when on, until when (exclusive), by whom, recorded at which position.</summary>
public sealed record RateAnswer(string Of, string In, decimal Rate, DateTimeOffset From, DateTimeOffset? Until, string By, long Position);

/// <summary>The rates in force at an instant, in the order of the pairs.</summary>
public sealed record RatesAnswer(string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, string Currency, IReadOnlyList<RateAnswer> Rates);
