using System.Globalization;
using DealLedger.Core.Time;

namespace DealLedger.Server.Pages;

/// <summary>The periods that a page offers around the one that it shows.</summary>
public static class PeriodChoices
{
    private const int QuartersBefore = 8;
    private const int QuartersAfter = 4;

    /// <summary>The quarters around today, and the year and the months of the period shown; each group by its name.</summary>
    public static IReadOnlyList<(string Group, IReadOnlyList<string> Periods)> Around(FiscalCalendar calendar, Period current, Period shown)
    {
        var year = shown.Id[..4];
        var months = calendar.TryParse(year, out var whole) ? PeriodParts.Of(calendar, whole).SelectMany(quarter => PeriodParts.Of(calendar, quarter)) : [];
        var quarters = Quarters(calendar, current);
        return
        [
            ("Quarters", quarters.Contains(shown.Id) || !shown.Id.Contains('Q', StringComparison.Ordinal) ? quarters : [.. quarters, shown.Id]),
            ("Year", [year]),
            ("Months of " + year, [.. months.Select(m => m.Id)]),
        ];
    }

    /// <summary>The period of the same kind just before one, if there is one.</summary>
    public static Period? Before(FiscalCalendar calendar, Period period) => Beside(calendar, period, period.Start.AddDays(-1), -1);

    /// <summary>The period of the same kind just after one, if there is one.</summary>
    public static Period? After(FiscalCalendar calendar, Period period) => Beside(calendar, period, period.End.AddDays(1), 1);

    private static Period? Beside(FiscalCalendar calendar, Period period, DateOnly day, int years) =>
        period.Id.Contains('Q', StringComparison.Ordinal) ? calendar.QuarterOf(day)
        : period.Id.Length > 4 ? calendar.MonthOf(day)
        : calendar.TryParse((int.Parse(period.Id, CultureInfo.InvariantCulture) + years).ToString("D4", CultureInfo.InvariantCulture), out var year) ? year
        : null;

    private static List<string> Quarters(FiscalCalendar calendar, Period current)
    {
        var quarters = new LinkedList<Period>([current]);
        for (var i = 0; i < QuartersBefore && quarters.First!.Value.Start.Year > 1900; i++)
        {
            quarters.AddFirst(calendar.QuarterOf(quarters.First.Value.Start.AddDays(-1)));
        }

        for (var i = 0; i < QuartersAfter; i++)
        {
            quarters.AddLast(calendar.QuarterOf(quarters.Last!.Value.End.AddDays(1)));
        }

        return [.. quarters.Reverse().Select(q => q.Id)];
    }
}
