namespace DealLedger.Import.Sample;

/// <summary>The sample's days: calendar quarters, and work on weekdays from 8 to 18 o'clock UTC, with rare exceptions.</summary>
internal static class SampleCalendar
{
    public static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);

    /// <summary>The UTC day of an instant.</summary>
    public static DateOnly Day(this DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

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
