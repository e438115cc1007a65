using System.Globalization;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Time;

/// <summary>One month of a fiscal calendar that follows a table: its name (2026-05), the quarter that it is in (2026-Q2), its first and last day.</summary>
public sealed record FiscalMonth(string Name, string Quarter, DateOnly Start, DateOnly End);

/// <summary>
/// The months of whole fiscal years, one after the other, four quarters a year and three months a quarter, such as those of a 4-4-5
/// calendar. Days before and after the table follow the plain calendar.
/// </summary>
public sealed class CalendarTable : IEquatable<CalendarTable>
{
    private const int MonthsOfYear = 12;
    private const int LongestTable = 100 * MonthsOfYear;
    private const int FirstAccepted = 1901;
    private const int LastAccepted = 2198;

    private CalendarTable(IReadOnlyList<FiscalMonth> months) => Months = months;

    /// <summary>The months in the order of time.</summary>
    public IReadOnlyList<FiscalMonth> Months { get; }

    /// <summary>The first day of the table.</summary>
    public DateOnly Start => Months[0].Start;

    /// <summary>The last day of the table.</summary>
    public DateOnly End => Months[^1].End;

    /// <summary>The first fiscal year.</summary>
    public int FirstYear => YearOf(Months[0]);

    /// <summary>The last fiscal year.</summary>
    public int LastYear => YearOf(Months[^1]);

    /// <summary>
    /// The table of these months, in whatever order they come. Throws <see cref="RefusedException"/> (<c>calendar-table</c>), naming the
    /// month, where they leave a gap, overlap, or do not make whole years.
    /// </summary>
    public static CalendarTable Of(IEnumerable<FiscalMonth> months)
    {
        var all = months.ToList();
        if (all.Find(m => m?.Name is null || m.Quarter is null) is not null || all.Contains(null!))
        {
            throw Wrong("has a month without a name or a quarter; each has a name such as 2026-05, a quarter such as 2026-Q2, its first and its last day");
        }

        all.Sort((a, b) => a.Start.CompareTo(b.Start));
        if (all.Count == 0 || all.Count % MonthsOfYear != 0 || all.Count > LongestTable)
        {
            throw Wrong($"has {all.Count} months; it needs twelve for every fiscal year, for a hundred years at the most");
        }

        if (!IsQuarter(all[0].Quarter, out var first))
        {
            throw Wrong($"says that {all[0].Name} is in '{all[0].Quarter}'; it begins with a quarter such as 2026-Q1, from {FirstAccepted} on");
        }

        if (first + (all.Count / MonthsOfYear) - 1 > LastAccepted || all[^1].End.Year > LastAccepted + 1)
        {
            throw Wrong($"goes beyond the fiscal year {LastAccepted}");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < all.Count; i++)
        {
            var month = all[i];
            var quarter = string.Create(CultureInfo.InvariantCulture, $"{first + (i / MonthsOfYear):0000}-Q{(i % MonthsOfYear / 3) + 1}");
            if (month.Quarter != quarter)
            {
                throw Wrong($"says that {month.Name} is in {month.Quarter}; it is month {(i % MonthsOfYear) + 1} of its year, which is in {quarter}");
            }

            if (!new FiscalCalendar().TryParse(month.Name, out _) || month.Name.Length != 7 || !names.Add(month.Name))
            {
                throw Wrong($"names a month '{month.Name}'; write each month once, such as 2026-05");
            }

            if (month.End < month.Start)
            {
                throw Wrong($"ends {month.Name} on {month.End:yyyy-MM-dd}, before it begins on {month.Start:yyyy-MM-dd}");
            }

            if (i > 0 && month.Start != all[i - 1].End.AddDays(1))
            {
                throw Wrong($"begins {month.Name} on {month.Start:yyyy-MM-dd}; {all[i - 1].Name} ends on {all[i - 1].End:yyyy-MM-dd}, so it has to begin on the day after that");
            }
        }

        return new CalendarTable(all);
    }

    /// <summary>The table that <see cref="ToString"/> wrote; none when it makes no sense.</summary>
    public static CalendarTable? Parse(string text)
    {
        try
        {
            return Of(text.Split(';').Select(line =>
            {
                var cells = line.Split(' ');
                return new FiscalMonth(cells[1], cells[0], Day(cells[2]), Day(cells[3]));
            }));
        }
        catch (Exception fault) when (fault is FormatException or IndexOutOfRangeException or RefusedException)
        {
            return null;
        }

        static DateOnly Day(string cell) => DateOnly.ParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether both have the same months.</summary>
    public bool Equals(CalendarTable? other) => other is not null && Months.SequenceEqual(other.Months);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CalendarTable);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Months.Count, Start, End);

    /// <summary>The table as it is stored: a month a piece, each as quarter, name, first and last day.</summary>
    public override string ToString() => string.Join(
        ';', Months.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Quarter} {m.Name} {m.Start:yyyy-MM-dd} {m.End:yyyy-MM-dd}")));

    /// <summary>The span of the months that a name stands for: a month, a quarter or a year; none when the table has none such.</summary>
    internal Period? Named(string name) => Span(Months.Where(m => m.Name == name || m.Quarter == name || m.Quarter[..4] == name), name);

    /// <summary>The month that a day is in; none outside the table.</summary>
    internal FiscalMonth? MonthOf(DateOnly day)
    {
        if (day < Start || day > End)
        {
            return null;
        }

        var (low, high) = (0, Months.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Months[middle].End < day ? (middle + 1, high) : (low, middle);
        }

        return Months[low];
    }

    private static Period? Span(IEnumerable<FiscalMonth> months, string name)
    {
        var all = months.ToList();
        return all.Count == 0 ? null : new Period(name, all[0].Start, all[^1].End);
    }

    private static int YearOf(FiscalMonth month) => int.Parse(month.Quarter.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool IsQuarter(string text, out int year)
    {
        year = 0;
        return text.Length == 7 && text.EndsWith("-Q1", StringComparison.Ordinal) && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out year)
            && year >= FirstAccepted;
    }

    private static RefusedException Wrong(string message) => new("calendar-table", $"The table {message}.", "value");
}
