using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;

namespace DealLedger.Core.Tests.Organisation;

public sealed class SettingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_never_set_is_the_calendar_year_in_UTC_from_Monday_in_dollars()
    {
        var settings = SettingsHistory.None.At(Now);
        (settings.Calendar.FirstMonth, settings.Zone, settings.WeekStart, settings.ReportingCurrency, settings.Version)
            .ShouldBe((1, TimeZoneInfo.Utc, DayOfWeek.Monday, "USD", 0L));
    }

    [Theory]
    [InlineData("fiscal-year-start", "7")]
    [InlineData("week-start", "Sunday")]
    [InlineData("time-zone", "America/New_York")]
    [InlineData("currency", "EUR")]
    public void The_first_setting_of_its_kind_holds_since_ever_and_the_next_one_from_now_on(string name, string value)
    {
        var first = Decide(SettingsHistory.None, name, value).ShouldNotBeNull();
        first.At.ShouldBe(SettingsEvent.SinceEver);
        var history = With(SettingsHistory.None, first);
        Decide(history, name, value).ShouldBeNull();
        var other = name switch { "fiscal-year-start" => "2", "week-start" => "saturday", "time-zone" => "UTC", _ => "GBP" };
        Decide(history, name, other).ShouldNotBeNull().At.ShouldBe(Now);
    }

    [Theory]
    [InlineData("fiscal-year-start", "0", "invalid-value")]
    [InlineData("fiscal-year-start", "13", "invalid-value")]
    [InlineData("fiscal-calendar", "x.csv", "invalid-value")]
    [InlineData("week-start", "1", "invalid-value")]
    [InlineData("week-start", "someday", "invalid-value")]
    [InlineData("time-zone", "Mars/Olympus", "invalid-value")]
    [InlineData("time-zone", "", "invalid-value")]
    [InlineData("currency", "euro", "invalid-value")]
    [InlineData("colour", "blue", "setting-unknown")]
    public void What_makes_no_setting_is_refused(string name, string value, string code) =>
        Should.Throw<RefusedException>(() => Decide(SettingsHistory.None, name, value)).Refusal.Code.ShouldBe(code);

    [Fact]
    public void Settings_are_those_of_the_instant_and_name_the_fact_behind_them()
    {
        var history = With(SettingsHistory.None, new FiscalCalendarSet(2, null, SettingsEvent.SinceEver, "fin"), new FiscalCalendarSet(7, null, Now, "fin"));
        var (before, after) = (history.At(Now.AddSeconds(-1)), history.At(Now));
        (before.Calendar.FirstMonth, before.Version, after.Calendar.FirstMonth, after.Version).ShouldBe((2, 1L, 7, 2L));
    }

    [Fact]
    public void A_fact_that_makes_no_sense_has_no_effect() => With(
        SettingsHistory.None,
        new FiscalCalendarSet(0, null, SettingsEvent.SinceEver, "x"), new FiscalCalendarSet(1, "nonsense", SettingsEvent.SinceEver, "x"),
        new WeekStartSet("5", SettingsEvent.SinceEver, "x"), new TimeZoneSet("Nowhere", SettingsEvent.SinceEver, "x"),
        new ReportingCurrencySet("dollars", SettingsEvent.SinceEver, "x")).At(Now).ShouldBe(Settings.Default);

    [Fact]
    public void A_table_set_again_is_no_change()
    {
        var table = CalendarTable.Of(CalendarTableTests.FourFourFive(2026));
        var first = SettingWords.Decide(SettingsHistory.None, "fiscal-calendar", "file", table, null, Now, "fin").ShouldNotBeNull();
        SettingWords.Decide(With(SettingsHistory.None, first), "fiscal-calendar", "file", CalendarTable.Of(CalendarTableTests.FourFourFive(2026)), null, Now, "fin").ShouldBeNull();
    }

    private static SettingsEvent? Decide(SettingsHistory history, string name, string value) => SettingWords.Decide(history, name, value, null, null, Now, "fin");

    private static SettingsHistory With(SettingsHistory history, params SettingsEvent[] events) => SettingsHistory.Of(
        [.. history.Facts, .. events.Select((e, i) => new RecordedFact(SettingsEvent.Stream, history.Facts.Count + i + 1, history.Facts.Count + i + 1, e, Now))]);
}
