using System.Globalization;
using DealLedger.Core.Time;

namespace DealLedger.Core.Tests.Time;

public sealed class FiscalCalendarTests
{
    [Theory]
    [InlineData(1, "2026-Q1", "2026-01-01", "2026-03-31")]
    [InlineData(1, "2026-Q4", "2026-10-01", "2026-12-31")]
    [InlineData(1, "2026", "2026-01-01", "2026-12-31")]
    [InlineData(1, "2028-02", "2028-02-01", "2028-02-29")]
    [InlineData(1, "2100-02", "2100-02-01", "2100-02-28")]
    [InlineData(2, "2026", "2025-02-01", "2026-01-31")]
    [InlineData(2, "2026-Q1", "2025-02-01", "2025-04-30")]
    [InlineData(2, "2026-Q4", "2025-11-01", "2026-01-31")]
    [InlineData(7, "2026-Q3", "2026-01-01", "2026-03-31")]
    [InlineData(12, "2026-Q1", "2025-12-01", "2026-02-28")]
    [InlineData(7, "2026-05", "2026-05-01", "2026-05-31")]
    public void A_period_is_read_by_its_name_and_a_fiscal_year_by_that_in_which_it_ends(int firstMonth, string name, string start, string end)
    {
        new FiscalCalendar(firstMonth).TryParse(name, out var period).ShouldBeTrue();
        period.ShouldBe(new Period(name, Day(start), Day(end)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("26")]
    [InlineData("2026-Q0")]
    [InlineData("2026-Q5")]
    [InlineData("2026-Q")]
    [InlineData("2026-13")]
    [InlineData("2026-00")]
    [InlineData("2026-5")]
    [InlineData("2026-05-10")]
    [InlineData("1899")]
    [InlineData("2200")]
    [InlineData("-026")]
    [InlineData("2026-")]
    [InlineData("2026-W14")]
    [InlineData("\u0662\u0660\u0662\u0666")]
    public void A_period_that_does_not_exist_is_refused(string name) => new FiscalCalendar().TryParse(name, out _).ShouldBeFalse();

    [Fact]
    public void A_quarter_s_letter_may_be_small()
    {
        new FiscalCalendar().TryParse("2026-q2", out var period).ShouldBeTrue();
        period.Id.ShouldBe("2026-Q2");
    }

    [Fact]
    public void The_quarter_of_a_day_is_the_one_of_that_name_that_holds_it_whatever_month_the_year_begins_with()
    {
        for (var firstMonth = 1; firstMonth <= 12; firstMonth++)
        {
            var calendar = new FiscalCalendar(firstMonth);
            for (var day = Day("2025-01-01"); day < Day("2029-01-01"); day = day.AddDays(1))
            {
                var quarter = calendar.QuarterOf(day);
                quarter.Contains(day).ShouldBeTrue();
                calendar.TryParse(quarter.Id, out var named).ShouldBeTrue();
                quarter.ShouldBe(named);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(12)]
    public void The_first_and_the_last_day_of_all_have_a_quarter(int firstMonth)
    {
        var calendar = new FiscalCalendar(firstMonth);
        calendar.QuarterOf(DateOnly.MinValue).Contains(DateOnly.MinValue).ShouldBeTrue();
        calendar.QuarterOf(DateOnly.MaxValue).Contains(DateOnly.MaxValue).ShouldBeTrue();
    }

    [Fact]
    public void A_period_holds_both_its_days_and_no_deal_without_a_date()
    {
        new FiscalCalendar().TryParse("2026-Q2", out var quarter).ShouldBeTrue();
        quarter.Contains(Day("2026-04-01")).ShouldBeTrue();
        quarter.Contains(Day("2026-06-30")).ShouldBeTrue();
        quarter.Contains(Day("2026-03-31")).ShouldBeFalse();
        quarter.Contains(Day("2026-07-01")).ShouldBeFalse();
        quarter.Contains(null).ShouldBeFalse();
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
