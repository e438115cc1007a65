using System.Globalization;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;

namespace DealLedger.Core.Organisation;

/// <summary>Reads settings as people write them, and decides what they change. Pure.</summary>
public static class SettingWords
{
    /// <summary>The settings by their words.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fiscal-year-start", "fiscal-calendar", "week-start", "time-zone", "currency"];

    /// <summary>A day of the week by its English name, in whatever case.</summary>
    public static bool TryDay(string text, out DayOfWeek day) => Enum.TryParse(text, ignoreCase: true, out day) && Enum.IsDefined(day) && !char.IsAsciiDigit(text[0]);

    /// <summary>A time zone by its IANA name.</summary>
    public static bool TryZone(string text, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        return text.Length is > 0 and <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(text, out zone!) && (zone.HasIanaId || zone == TimeZoneInfo.Utc);
    }

    /// <summary>
    /// The event that a setting makes, from an instant on; without one since ever where no such setting was told before, and from now on
    /// otherwise. The reporting currency is told by the first import, if only by default (DEFINITIONS 1, Settings), so from then on another
    /// one holds from now on. None where it is so already. Throws <see cref="RefusedException"/> (<c>setting-unknown</c>, <c>invalid-value</c>).
    /// </summary>
    public static SettingsEvent? Decide(SettingsHistory history, string name, string value, CalendarTable? table, DateTimeOffset? from, DateTimeOffset now, string by,
        bool hasImports = false)
    {
        value = value.Trim();
        var (isFirst, read) = Read(history, name, value, table, from, now, by);
        isFirst = isFirst && !(hasImports && read is ReportingCurrencySet);
        var at = from ?? (isFirst ? SettingsEvent.SinceEver : now);
        var e = read with { At = at };
        var (was, @is) = (history.At(at), SettingsHistory.Of([.. history.Facts, new RecordedFact(SettingsEvent.Stream, long.MaxValue, 0, e, now)]).At(at));
        return was with { Version = 0 } == @is with { Version = 0 } && !isFirst ? null : e;
    }

    private static (bool IsFirst, SettingsEvent Event) Read(
        SettingsHistory history, string name, string value, CalendarTable? table, DateTimeOffset? from, DateTimeOffset now, string by)
    {
        switch (name)
        {
            case "fiscal-year-start":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12
                    ? (!history.Tells<FiscalCalendarSet>(), new FiscalCalendarSet(month, null, now, by))
                    : throw Invalid(value, "the number of a month, 1 to 12");
            case "fiscal-calendar":
                var known = history.At(from ?? now).Calendar;
                var calendar = new FiscalCalendar(known.FirstMonth, table ?? throw Invalid(value, "a file with the columns Quarter, Month, Start, End"));
                return (!history.Tells<FiscalCalendarSet>(), new FiscalCalendarSet(calendar.FirstMonth, table.ToString(), now, by));
            case "week-start":
                return TryDay(value, out var day)
                    ? (!history.Tells<WeekStartSet>(), new WeekStartSet(day.ToString().ToLowerInvariant(), now, by))
                    : throw Invalid(value, "a day of the week, such as monday or sunday");
            case "time-zone":
                return TryZone(value, out var zone)
                    ? (!history.Tells<TimeZoneSet>(), new TimeZoneSet(zone.Id, now, by))
                    : throw Invalid(value, "a time zone by its IANA name, such as Europe/Berlin");
            case "currency":
                return MinorUnits.IsCurrency(value)
                    ? (!history.Tells<ReportingCurrencySet>(), new ReportingCurrencySet(value, now, by))
                    : throw Invalid(value, "a currency's code of three capital letters, such as USD");
            default:
                throw new RefusedException("setting-unknown", $"'{name}' is not a setting; there are {string.Join(", ", Names)}.", "setting");
        }
    }

    private static RefusedException Invalid(string value, string right) =>
        new("invalid-value", $"'{(value.Length <= 60 ? value : value[..60] + "…")}' is not {right}.", "value");
}
