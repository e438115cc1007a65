using System.Globalization;

namespace DealLedger.Core.Time;

/// <summary>The periods that a period is made of.</summary>
public static class PeriodParts
{
    /// <summary>The quarters of a year, the months of a quarter; none for a month, and none where they do not fill the period day by day.</summary>
    public static IReadOnlyList<Period> Of(FiscalCalendar calendar, Period period)
    {
        var names = period.Id.Length == 4 ? Enumerable.Range(1, 4).Select(quarter => string.Create(CultureInfo.InvariantCulture, $"{period.Id}-Q{quarter}"))
            : period.Id.Contains('Q', StringComparison.Ordinal)
                ? Enumerable.Range(0, 3).Select(month => period.Start.AddMonths(month).ToString("yyyy-MM", CultureInfo.InvariantCulture))
                : [];
        var parts = new List<Period>();
        var next = period.Start;
        foreach (var name in names)
        {
            if (!calendar.TryParse(name, out var part) || part.Start != next)
            {
                return [];
            }

            parts.Add(part);
            next = part.End.AddDays(1);
        }

        return parts.Count > 0 && next == period.End.AddDays(1) ? parts : [];
    }

    /// <summary>The names of a period, of its parts and of theirs.</summary>
    public static IReadOnlyList<string> NamesWithin(FiscalCalendar calendar, Period period) =>
        [period.Id, .. Of(calendar, period).SelectMany(part => NamesWithin(calendar, part))];
}
