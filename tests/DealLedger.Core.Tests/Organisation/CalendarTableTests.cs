using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;

namespace DealLedger.Core.Tests.Organisation;

public sealed class CalendarTableTests
{
    private static readonly CalendarTable Table = CalendarTable.Of([.. FourFourFive(2026), .. FourFourFive(2027)]);

    [Theory]
    [InlineData("2026", "2025-12-28", "2026-12-26")]
    [InlineData("2026-Q1", "2025-12-28", "2026-03-28")]
    [InlineData("2026-q2", "2026-03-29", "2026-06-27")]
    [InlineData("2026-03", "2026-02-22", "2026-03-28")]
    [InlineData("2027-12", "2027-11-21", "2027-12-25")]
    [InlineData("2025-Q4", "2025-10-01", "2025-12-27")]
    [InlineData("2025-12", "2025-12-01", "2025-12-27")]
    [InlineData("2025", "2025-01-01", "2025-12-27")]
    [InlineData("2028-Q1", "2027-12-26", "2028-03-31")]
    [InlineData("2028-01", "2027-12-26", "2028-01-31")]
    [InlineData("2030-Q2", "2030-04-01", "2030-06-30")]
    public void Periods_follow_the_table_as_far_as_it_goes_and_the_plain_calendar_gives_way_to_it(string name, string start, string end)
    {
        new FiscalCalendar(1, Table).TryParse(name, out var period).ShouldBeTrue();
        (period.Start, period.End).ShouldBe((Day(start), Day(end)));
    }

    [Fact]
    public void Every_day_is_in_one_quarter_and_one_month_and_both_are_found_by_their_names()
    {
        var calendar = new FiscalCalendar(1, Table);
        for (var day = Day("2025-06-01"); day < Day("2028-08-01"); day = day.AddDays(1))
        {
            foreach (var period in new[] { calendar.QuarterOf(day), calendar.MonthOf(day) })
            {
                period.Contains(day).ShouldBeTrue($"{day:O} in {period}");
                calendar.TryParse(period.Id, out var named).ShouldBeTrue(period.Id);
                named.ShouldBe(period);
            }
        }
    }

    [Fact]
    public void A_table_is_stored_as_text_and_read_back_the_same() => CalendarTable.Parse(Table.ToString()).ShouldBe(Table);

    [Theory]
    [InlineData(0, "2026-Q2", "2026-01", 0, 0, "quarter such as 2026-Q1")]
    [InlineData(4, "2026-Q1", "2026-05", 0, 0, "which is in 2026-Q2")]
    [InlineData(5, "2026-Q2", "2026-05", 0, 0, "each month once")]
    [InlineData(5, "2026-Q2", "June", 0, 0, "each month once")]
    [InlineData(5, "2026-Q2", "2026-06", 1, 0, "on the day after that")]
    [InlineData(5, "2026-Q2", "2026-06", 0, 1, "on the day after that")]
    [InlineData(11, "2026-Q4", "2026-12", 0, -60, "before it begins")]
    public void What_makes_no_calendar_is_refused_with_the_month(int index, string quarter, string name, int later, int longer, string saying)
    {
        var months = FourFourFive(2026).ToList();
        months[index] = new FiscalMonth(name, quarter, months[index].Start.AddDays(later), months[index].End.AddDays(longer));
        var refused = Should.Throw<RefusedException>(() => CalendarTable.Of(months));
        (refused.Refusal.Code, refused.Message).ShouldSatisfyAllConditions(r => r.Code.ShouldBe("calendar-table"), r => r.Message.ShouldContain(saying));
    }

    [Theory]
    [InlineData(1, "from 1901 on")]
    [InlineData(9999, "goes beyond")]
    [InlineData(2199, "goes beyond")]
    public void Years_far_away_are_refused(int year, string saying)
    {
        var months = FourFourFive(2026).Select(m => m with { Quarter = $"{year:0000}{m.Quarter[4..]}" });
        Should.Throw<RefusedException>(() => CalendarTable.Of(months)).Message.ShouldContain(saying);
    }

    [Fact]
    public void A_month_without_a_name_is_refused()
    {
        Should.Throw<RefusedException>(() => CalendarTable.Of([new FiscalMonth(null!, "2026-Q1", default, default)])).Message.ShouldContain("without a name");
        Should.Throw<RefusedException>(() => CalendarTable.Of([null!])).Message.ShouldContain("without a name");
    }

    [Fact]
    public void Less_than_whole_years_are_refused() =>
        Should.Throw<RefusedException>(() => CalendarTable.Of(FourFourFive(2026).Take(11))).Message.ShouldContain("11 months");

    [Fact]
    public void A_table_whose_years_begin_far_from_the_first_month_is_refused() =>
        Should.Throw<RefusedException>(() => new FiscalCalendar(7, Table)).Refusal.Code.ShouldBe("calendar-table");

    /// <summary>A fiscal year of 52 weeks that ends on the last Saturday of December: two months of four weeks and one of five, four times.</summary>
    internal static IEnumerable<FiscalMonth> FourFourFive(int year)
    {
        var start = new DateOnly(year - 1, 12, 31);
        while (start.DayOfWeek != DayOfWeek.Sunday)
        {
            start = start.AddDays(-1);
        }

        for (var month = 0; month < 12; month++)
        {
            var end = start.AddDays((month % 3 == 2 ? 35 : 28) - 1);
            yield return new FiscalMonth(
                string.Create(CultureInfo.InvariantCulture, $"{year}-{month + 1:00}"), string.Create(CultureInfo.InvariantCulture, $"{year}-Q{(month / 3) + 1}"), start, end);
            start = end.AddDays(1);
        }
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
