using DealLedger.Core.Organisation;
using DealLedger.Core.Time;

namespace DealLedger.Core.Tests.Time;

public sealed class TimeWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 10, 12, 30, 15, TimeSpan.Zero);

    [Theory]
    [InlineData("now", "2026-05-10T12:30:15Z")]
    [InlineData("last-week", "2026-05-03T12:30:15Z")]
    [InlineData("-10d", "2026-04-30T12:30:15Z")]
    [InlineData("-36h", "2026-05-09T00:30:15Z")]
    [InlineData("-2w", "2026-04-26T12:30:15Z")]
    [InlineData("start-of-quarter", "2026-03-31T23:59:59.999999Z")]
    [InlineData("2026-05-10", "2026-05-10T23:59:59.999999Z")]
    [InlineData("2028-02-29", "2028-02-29T23:59:59.999999Z")]
    [InlineData("2026-W14", "2026-04-05T23:59:59.999999Z")]
    [InlineData("2026-w01", "2026-01-04T23:59:59.999999Z")]
    [InlineData("2026-W53", "2027-01-03T23:59:59.999999Z")]
    [InlineData("2026-Q2", "2026-06-30T23:59:59.999999Z")]
    [InlineData("2028-02", "2028-02-29T23:59:59.999999Z")]
    [InlineData("2026", "2026-12-31T23:59:59.999999Z")]
    [InlineData("2026-05-10T12:00:00Z", "2026-05-10T12:00:00Z")]
    [InlineData("2026-05-10T12:00Z", "2026-05-10T12:00:00Z")]
    [InlineData("2026-05-10T12:00:00.1234567Z", "2026-05-10T12:00:00.123456Z")]
    [InlineData("2026-05-10T12:00:00+02:00", "2026-05-10T10:00:00Z")]
    [InlineData("2026-05-10T12:00:00-05:30", "2026-05-10T17:30:00Z")]
    [InlineData(" 2026-05-10 ", "2026-05-10T23:59:59.999999Z")]
    public void An_instant_is_read_as_people_write_it_and_a_day_or_longer_means_its_last_microsecond(string text, string expected)
    {
        new TimeWords(Settings.Default, Now).TryInstant(text, out var instant).ShouldBeTrue();
        instant.ToIso().ShouldBe(expected);
        instant.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-02-29")]
    [InlineData("2026-02-30")]
    [InlineData("2026-13-01")]
    [InlineData("2025-W53")]
    [InlineData("2026-W00")]
    [InlineData("2026-W54")]
    [InlineData("2026-Q5")]
    [InlineData("-10")]
    [InlineData("-d")]
    [InlineData("--5d")]
    [InlineData("-5y")]
    [InlineData("-99999d")]
    [InlineData("2026-05-10T12:00:00")]
    [InlineData("2026-05-10T25:00:00Z")]
    [InlineData("2026-05-10T12:00:00 02:00")]
    [InlineData("10.05.2026")]
    [InlineData("05/10/2026")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("@12")]
    public void What_is_no_instant_is_refused(string text) => new TimeWords(Settings.Default, Now).TryInstant(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("Europe/Berlin", "2026-05-10", "2026-05-10T21:59:59.999999Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-29T21:59:59.999999Z")]
    [InlineData("America/Los_Angeles", "2026-Q1", "2026-04-01T06:59:59.999999Z")]
    [InlineData("America/Santiago", "2026-09-05", "2026-09-06T03:59:59.999999Z")]
    [InlineData("America/Havana", "2026-10-31", "2026-11-01T03:59:59.999999Z")]
    public void A_day_ends_when_the_next_one_begins_in_the_organisation_s_time_zone(string zone, string text, string expected)
    {
        var settings = Settings.Default with { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        new TimeWords(settings, Now).TryInstant(text, out var instant).ShouldBeTrue();
        instant.ToIso().ShouldBe(expected);
        DayIn(settings.Zone, instant + Instants.Microsecond).ShouldBe(DayIn(settings.Zone, instant).AddDays(1));
    }

    [Fact]
    public void The_current_quarter_is_that_of_today_in_the_organisation_s_time_zone()
    {
        var newYear = new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);
        new TimeWords(Settings.Default, newYear).CurrentQuarter.Id.ShouldBe("2026-Q1");
        var losAngeles = Settings.Default with { Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles") };
        new TimeWords(losAngeles, newYear).CurrentQuarter.Id.ShouldBe("2025-Q4");
        new TimeWords(Settings.Default with { Calendar = new FiscalCalendar(2) }, newYear).CurrentQuarter.Id.ShouldBe("2026-Q4");
    }

    [Fact]
    public void A_period_s_window_runs_from_the_last_microsecond_before_it_to_its_own_last()
    {
        var words = new TimeWords(Settings.Default, Now);
        words.WindowStart(words.CurrentQuarter).ToIso().ShouldBe("2026-03-31T23:59:59.999999Z");
        words.WindowEnd(words.CurrentQuarter).ToIso().ShouldBe("2026-06-30T23:59:59.999999Z");
    }

    [Fact]
    public void The_weeks_of_a_period_end_with_it_and_cover_all_of_it()
    {
        var words = new TimeWords(Settings.Default, Now);
        var weeks = words.WeeksOf(words.CurrentQuarter);
        weeks.Count.ShouldBe(14);
        weeks[0].ShouldBe(("2026-W14", new DateTimeOffset(2026, 4, 6, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(-1)));
        weeks[^1].ShouldBe(("2026-W27", words.WindowEnd(words.CurrentQuarter)));
    }

    [Fact]
    public void Known_at_takes_a_position_an_instant_or_now()
    {
        var words = new TimeWords(Settings.Default, Now);
        words.TryKnownAt("@1234", out var position).ShouldBeTrue();
        position.ShouldBe(new KnownAt.Position(1234));
        words.TryKnownAt("2026-05-10", out var instant).ShouldBeTrue();
        instant.ShouldBeOfType<KnownAt.Instant>().At.ToIso().ShouldBe("2026-05-10T23:59:59.999999Z");
        words.TryKnownAt("now", out var now).ShouldBeTrue();
        now.ShouldBeOfType<KnownAt.Now>();
    }

    [Theory]
    [InlineData("@")]
    [InlineData("@-1")]
    [InlineData("@1.5")]
    [InlineData("@99999999999999999999")]
    [InlineData("12")]
    public void What_is_no_state_of_knowledge_is_refused(string text) => new TimeWords(Settings.Default, Now).TryKnownAt(text, out _).ShouldBeFalse();

    private static DateOnly DayIn(TimeZoneInfo zone, DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
