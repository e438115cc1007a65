using DealLedger.Core.Time;

namespace DealLedger.Core.Organisation;

/// <summary>
/// What a tenant's answers are read by: fiscal calendar, week, time zone, reporting currency (DEFINITIONS 1, Settings). Version is the
/// position of the newest fact behind them, 0 while nothing is set.
/// </summary>
public sealed record Settings(FiscalCalendar Calendar, DayOfWeek WeekStart, TimeZoneInfo Zone, string ReportingCurrency, long Version = 0)
{
    /// <summary>Calendar quarters in UTC, weeks from Monday, in US dollars.</summary>
    public static Settings Default { get; } = new(new FiscalCalendar(), DayOfWeek.Monday, TimeZoneInfo.Utc, "USD");

    /// <summary>The weeks.</summary>
    public Weeks Weeks => new(WeekStart);
}

/// <summary>Which version of the settings an answer is read by (DEFINITIONS 1, Settings).</summary>
public enum SettingsChoice
{
    /// <summary>That in force at the instant asked about, or at the end of the window.</summary>
    AsOf,

    /// <summary>Today's.</summary>
    Current,
}
