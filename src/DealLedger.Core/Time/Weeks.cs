using System.Globalization;

namespace DealLedger.Core.Time;

/// <summary>ISO weeks (DEFINITIONS 2), in UTC.</summary>
public static class Weeks
{
    /// <summary>
    /// The last week that has ended at an instant, such as 2026-W14, and the instant at which it ended: the midnight that its successor begins with.
    /// </summary>
    public static (string Week, DateTimeOffset End) LastEnded(DateTimeOffset now)
    {
        var today = now.UtcDateTime.Date;
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var lastDay = monday.AddDays(-1);
        var week = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(lastDay):D4}-W{ISOWeek.GetWeekOfYear(lastDay):D2}");
        return (week, new DateTimeOffset(monday, TimeSpan.Zero));
    }
}
