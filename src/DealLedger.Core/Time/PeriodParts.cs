namespace DealLedger.Core.Time;

/// <summary>The periods that a period is made of.</summary>
public static class PeriodParts
{
    /// <summary>The quarters of a year, the months of a quarter; none for a month, and none where they do not fill the period day by day.</summary>
    public static IReadOnlyList<Period> Of(FiscalCalendar calendar, Period period)
    {
        Func<DateOnly, Period>? part = period.Id.Length == 4 ? calendar.QuarterOf : period.Id.Contains('Q', StringComparison.Ordinal) ? calendar.MonthOf : null;
        var parts = new List<Period>();
        for (var day = period.Start; part is not null && day <= period.End; day = parts[^1].End.AddDays(1))
        {
            if (part(day) is not { } next || next.Start != day || next.End > period.End)
            {
                return [];
            }

            parts.Add(next);
        }

        return parts;
    }

    /// <summary>The names of a period, of its parts and of theirs.</summary>
    public static IReadOnlyList<string> NamesWithin(FiscalCalendar calendar, Period period) =>
        [period.Id, .. Of(calendar, period).SelectMany(part => NamesWithin(calendar, part))];
}
