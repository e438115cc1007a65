using System.Globalization;

namespace DealLedger.Core.Time;

/// <summary>A span of days that deals close in: a fiscal quarter, month or year, both days inclusive (DEFINITIONS 2).</summary>
public sealed record Period(string Id, DateOnly Start, DateOnly End)
{
    /// <summary>Whether a close date is in the period; no date is in none.</summary>
    public bool Contains(DateOnly? closeDate) => closeDate is { } day && day >= Start && day <= End;
}

/// <summary>The fiscal calendar: quarters, months and years that begin with a given month. A fiscal year is named by the calendar year in which it ends.</summary>
public sealed record FiscalCalendar
{
    /// <summary>A calendar whose fiscal year begins with this month, 1 to 12.</summary>
    public FiscalCalendar(int firstMonth = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstMonth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstMonth, 12);
        FirstMonth = firstMonth;
    }

    /// <summary>What a period looks like, for refusals.</summary>
    public const string Accepted = "a quarter (2026-Q2), a month (2026-05) or a year (2026)";

    /// <summary>The first month of the fiscal year, 1 to 12.</summary>
    public int FirstMonth { get; }

    /// <summary>The period of that name; false when there is none such between the years 1900 and 2199.</summary>
    public bool TryParse(string text, out Period period)
    {
        period = null!;
        var parts = text.Split('-');
        if (parts.Length is < 1 or > 2 || parts[0].Length != 4 || !Number(parts[0], out var year) || year is < 1900 or > 2199)
        {
            return false;
        }

        if (parts.Length == 1)
        {
            period = new Period(text, YearStart(year), YearStart(year + 1).AddDays(-1));
            return true;
        }

        if (parts[1].Length == 2 && parts[1][0] is 'Q' or 'q' && parts[1][1] is >= '1' and <= '4')
        {
            period = Quarter(year, parts[1][1] - '0');
            return true;
        }

        if (parts[1].Length == 2 && Number(parts[1], out var month) && month is >= 1 and <= 12)
        {
            var start = new DateOnly(year, month, 1);
            period = new Period(text, start, start.AddMonths(1).AddDays(-1));
            return true;
        }

        return false;
    }

    /// <summary>The fiscal quarter that a day is in; the first quarter of all time begins with the first day that there is.</summary>
    public Period QuarterOf(DateOnly day)
    {
        var monthOfYear = (day.Month - FirstMonth + 12) % 12;
        var fiscalYear = FirstMonth != 1 && day.Month >= FirstMonth ? day.Year + 1 : day.Year;
        var monthOfQuarter = monthOfYear % 3;
        var start = day.Year == 1 && day.Month <= monthOfQuarter ? DateOnly.MinValue : new DateOnly(day.Year, day.Month, 1).AddMonths(-monthOfQuarter);
        var last = 2 - monthOfQuarter + day.Month;
        return new Period(QuarterName(fiscalYear, (monthOfYear / 3) + 1), start, LastDay(last > 12 ? day.Year + 1 : day.Year, ((last - 1) % 12) + 1));
    }

    private Period Quarter(int fiscalYear, int quarter)
    {
        var start = YearStart(fiscalYear).AddMonths(3 * (quarter - 1));
        return new Period(QuarterName(fiscalYear, quarter), start, start.AddMonths(3).AddDays(-1));
    }

    private static string QuarterName(int fiscalYear, int quarter) => string.Create(CultureInfo.InvariantCulture, $"{fiscalYear:0000}-Q{quarter}");

    // Not by way of the day after: the last day of all has none.
    private static DateOnly LastDay(int year, int month) => year > DateOnly.MaxValue.Year ? DateOnly.MaxValue : new DateOnly(year, month, DateTime.DaysInMonth(year, month));

    private DateOnly YearStart(int fiscalYear) => new(FirstMonth == 1 ? fiscalYear : fiscalYear - 1, FirstMonth, 1);

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
