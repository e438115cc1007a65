using System.Globalization;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;

namespace DealLedger.Core.Tests.Time;

public sealed class WeeksTests
{
    [Theory]
    [InlineData("2026-05-10T23:59:59.999999Z", "2026-W18", "2026-05-04T00:00:00Z")]
    [InlineData("2026-05-11T00:00:00Z", "2026-W19", "2026-05-11T00:00:00Z")]
    [InlineData("2026-05-11T01:00:00+02:00", "2026-W18", "2026-05-04T00:00:00Z")]
    [InlineData("2026-05-13T12:00:00Z", "2026-W19", "2026-05-11T00:00:00Z")]
    [InlineData("2027-01-03T12:00:00Z", "2026-W52", "2026-12-28T00:00:00Z")]
    [InlineData("2027-01-04T00:00:00Z", "2026-W53", "2027-01-04T00:00:00Z")]
    [InlineData("2026-01-01T00:00:00Z", "2025-W52", "2025-12-29T00:00:00Z")]
    public void A_week_has_ended_from_the_midnight_on_that_begins_the_next(string now, string week, string end) =>
        new TimeWords(Settings.Default, DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)).LastEndedWeek.ShouldBe((week, DateTimeOffset.Parse(end, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("sunday", "America/New_York", "2026-05-10T03:59:59Z", "2026-W17", "2026-05-03T04:00:00Z")]
    [InlineData("sunday", "America/New_York", "2026-05-10T04:00:00Z", "2026-W18", "2026-05-10T04:00:00Z")]
    [InlineData("monday", "Asia/Tokyo", "2026-05-10T15:00:00Z", "2026-W19", "2026-05-10T15:00:00Z")]
    public void A_week_ends_where_the_organisation_is_on_the_day_that_it_says(string first, string zone, string now, string week, string end)
    {
        SettingWords.TryDay(first, out var day).ShouldBeTrue();
        SettingWords.TryZone(zone, out var there).ShouldBeTrue();
        new TimeWords(Settings.Default with { WeekStart = day, Zone = there }, DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)).LastEndedWeek
            .ShouldBe((week, DateTimeOffset.Parse(end, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Weeks_from_Monday_are_those_of_ISO_8601()
    {
        var weeks = new Weeks(DayOfWeek.Monday);
        for (var day = new DateOnly(2019, 12, 1); day.Year < 2033; day = day.AddDays(1))
        {
            var instant = day.ToDateTime(TimeOnly.MinValue);
            weeks.Name(day).ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(instant):D4}-W{ISOWeek.GetWeekOfYear(instant):D2}"));
        }
    }

    [Theory]
    [InlineData(DayOfWeek.Monday)]
    [InlineData(DayOfWeek.Saturday)]
    [InlineData(DayOfWeek.Sunday)]
    public void Every_day_is_in_the_week_of_its_name_whatever_day_it_begins_with(DayOfWeek first)
    {
        var weeks = new Weeks(first);
        for (var day = new DateOnly(2019, 12, 1); day.Year < 2033; day = day.AddDays(1))
        {
            weeks.TryLastDay(weeks.Name(day), out var last).ShouldBeTrue(weeks.Name(day));
            weeks.Start(day).ShouldBe(last.AddDays(-6));
            day.ShouldBeInRange(last.AddDays(-6), last);
            weeks.Start(day).DayOfWeek.ShouldBe(first);
        }
    }

    [Theory]
    [InlineData("2026-W00")]
    [InlineData("2026-W54")]
    [InlineData("2025-W53")]
    [InlineData("2026W14")]
    public void A_week_that_does_not_exist_is_refused(string name) => new Weeks(DayOfWeek.Monday).TryLastDay(name, out _).ShouldBeFalse();
}
