using System.Globalization;

namespace DealLedger.Core.Time;

/// <summary>
/// Weeks that begin on a given day, Monday unless configured (DEFINITIONS 2). The first week of a year is the one that January 4th is in,
/// so most of its days are in the year; with Monday these are the weeks of ISO 8601.
/// </summary>
public readonly record struct Weeks(DayOfWeek FirstDay)
{
    private const int Days = 7;

    /// <summary>The last day of a week by its name, such as 2026-W14; false when there is no such week.</summary>
    public bool TryLastDay(string text, out DateOnly lastDay)
    {
        lastDay = default;
        if (text.Length != 8 || text[4] != '-' || text[5] is not ('W' or 'w')
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1900 or > 9000
            || !int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var week)
            || week < 1 || week > (FirstOf(year + 1).DayNumber - FirstOf(year).DayNumber) / Days)
        {
            return false;
        }

        lastDay = FirstOf(year).AddDays((week * Days) - 1);
        return true;
    }

    /// <summary>The name of the week that a day is in, such as 2026-W14.</summary>
    public string Name(DateOnly day)
    {
        var year = day >= FirstOf(day.Year + 1) ? day.Year + 1 : day >= FirstOf(day.Year) ? day.Year : day.Year - 1;
        return string.Create(CultureInfo.InvariantCulture, $"{year:D4}-W{((day.DayNumber - FirstOf(year).DayNumber) / Days) + 1:D2}");
    }

    /// <summary>The first day of the week that a day is in.</summary>
    public DateOnly Start(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek - (int)FirstDay + Days) % Days));

    private DateOnly FirstOf(int year) => Start(new DateOnly(year, 1, 4));
}
