using DealLedger.Core;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;

namespace DealLedger.Import.Sample;

/// <summary>The sample's days: calendar quarters, and work on weekdays from 8 to 18 o'clock UTC, with rare exceptions.</summary>
internal static class SampleCalendar
{
    public static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);

    /// <summary>The UTC day of an instant.</summary>
    public static DateOnly Day(this DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    /// <summary>The calendar quarter of a day.</summary>
    public static Period QuarterOf(DateOnly day) => Settings.Default.Calendar.QuarterOf(day);

    /// <summary>The quarters that began after a day and by another one, in their order.</summary>
    public static IReadOnlyList<Period> QuartersBegun(DateOnly after, DateOnly by)
    {
        var quarters = new List<Period>();
        for (Period next = QuarterOf(QuarterOf(after).End.AddDays(1)); next.Start <= by; next = QuarterOf(next.End.AddDays(1)))
        {
            quarters.Add(next);
        }

        return quarters;
    }

    /// <summary>The last instant of a period.</summary>
    public static DateTimeOffset EndOf(Period period) => At(period.End.AddDays(1), 0) - Instants.Microsecond;

    /// <summary>The Mondays of a period, the first of them some days after its start.</summary>
    public static IReadOnlyList<DateOnly> MondaysOf(Period period)
    {
        var mondays = new List<DateOnly>();
        for (DateOnly day = MondayOf(period.Start.AddDays(9)); day <= period.End; day = day.AddDays(7))
        {
            mondays.Add(day);
        }

        return mondays;
    }

    public static DateOnly QuarterEnd(DateOnly day) => MonthEnd(new DateOnly(day.Year, ((day.Month + 2) / 3 * 3), 1));

    public static DateOnly MonthEnd(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    /// <summary>The day itself, or the Friday before a weekend.</summary>
    public static DateOnly WorkdayBefore(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(-2),
        _ => day,
    };

    /// <summary>The Monday of the day's week.</summary>
    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>An instant of that day, or of the Monday after a weekend; now and then someone works on a Saturday or at night.</summary>
    public static DateTimeOffset Moment(DateOnly day, SampleRandom random)
    {
        bool outOfHours = random.Chance(15);
        DateOnly workday = day.DayOfWeek switch
        {
            DayOfWeek.Saturday when !outOfHours => day.AddDays(2),
            DayOfWeek.Sunday when !outOfHours => day.AddDays(1),
            _ => day,
        };
        int second = outOfHours ? random.Between(6 * 3600, (22 * 3600) - 1) : random.Between(8 * 3600, (18 * 3600) - 1);
        return At(workday, 0).AddSeconds(second);
    }
}
