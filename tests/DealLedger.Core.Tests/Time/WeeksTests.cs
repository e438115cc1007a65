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
}
