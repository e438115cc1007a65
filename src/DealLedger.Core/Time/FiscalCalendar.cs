using System.Globalization;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Time;

/// <summary>
/// The fiscal calendar: quarters, months and years that begin with a given month, or follow a table. A fiscal year is named by the calendar
/// year in which it ends, or as the table names it.
/// </summary>
public sealed record FiscalCalendar
{
    private const int FarthestBeginning = 14;

    /// <summary>
    /// A calendar whose fiscal year begins with this month, 1 to 12, or near its first day where a table says so; refused
    /// (<c>calendar-table</c>) where the table's years begin more than 14 days away from it.
    /// </summary>
    public FiscalCalendar(int firstMonth = 1, CalendarTable? table = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstMonth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstMonth, 12);
        (FirstMonth, Table) = (firstMonth, table);
        if (table is not null && (IsFar(table.Start, table.FirstYear) || IsFar(table.End.AddDays(1), table.LastYear + 1)))
        {
            throw new RefusedException(
                "calendar-table",
                $"The table's years begin on {table.Start:yyyy-MM-dd} and end on {table.End:yyyy-MM-dd}, far from the first day of month {firstMonth}; "
                + "set the month that the fiscal year begins with, or near, first.",
                "value");
        }
    }

    /// <summary>What a period looks like, for refusals.</summary>
    public const string Accepted = "a quarter (2026-Q2), a month (2026-05) or a year (2026)";

    /// <summary>The first month of the fiscal year, 1 to 12.</summary>
    public int FirstMonth { get; }

    /// <summary>The table that years follow as far as it goes, if there is one.</summary>
    public CalendarTable? Table { get; }

    /// <summary>The period of that name; false when there is none such between the years 1900 and 2199.</summary>
    public bool TryParse(string text, out Period period)
    {
        if (Table?.Named(text.ToUpperInvariant()) is { } told)
        {
            period = told;
            return true;
        }

        if (!TryParsePlain(text, out period) || (Table is not null && period.End >= TableYears.Start && period.Start <= TableYears.End))
        {
            return false;
        }

        period = BesideTable(period);
        return true;
    }

    /// <summary>The fiscal quarter that a day is in; the first quarter of all time begins with the first day that there is.</summary>
    public Period QuarterOf(DateOnly day) => Table?.MonthOf(day) is { } month ? Table.Named(month.Quarter)! : BesideTable(PlainQuarterOf(Plain(day)));

    /// <summary>The fiscal month that a day is in.</summary>
    public Period MonthOf(DateOnly day)
    {
        if (Table?.MonthOf(day) is { } month)
        {
            return new Period(month.Name, month.Start, month.End);
        }

        var plain = Plain(day);
        return BesideTable(new Period(
            string.Create(CultureInfo.InvariantCulture, $"{plain:yyyy-MM}"), new DateOnly(plain.Year, plain.Month, 1), LastDay(plain.Year, plain.Month)));
    }

    // What the table's years are by their first month alone: the plain calendar gives way to the table there, and nowhere else.
    private (DateOnly Start, DateOnly End) TableYears => (YearStart(Table!.FirstYear), YearStart(Table.LastYear + 1).AddDays(-1));

    // The day of the plain calendar that stands for one outside the table: a table may begin or end a few days off.
    private DateOnly Plain(DateOnly day)
    {
        if (Table is null)
        {
            return day;
        }

        var (start, end) = (TableYears.Start.AddDays(-1), TableYears.End.AddDays(1));
        return day < Table.Start ? (day < start ? day : start) : (day > end ? day : end);
    }

    // The period right before the table ends where the table begins, and so after it.
    private Period BesideTable(Period plain) => Table is null
        ? plain
        : plain with
        {
            Start = plain.Start == TableYears.End.AddDays(1) ? Table.End.AddDays(1) : plain.Start,
            End = plain.End == TableYears.Start.AddDays(-1) ? Table.Start.AddDays(-1) : plain.End,
        };

    private bool TryParsePlain(string text, out Period period)
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

    private Period PlainQuarterOf(DateOnly day)
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

    private bool IsFar(DateOnly day, int fiscalYear) => Math.Abs(day.DayNumber - YearStart(fiscalYear).DayNumber) > FarthestBeginning;

    private DateOnly YearStart(int fiscalYear) => new(FirstMonth == 1 ? fiscalYear : fiscalYear - 1, FirstMonth, 1);

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
