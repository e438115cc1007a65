using System.Text;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;

namespace DealLedger.Core.Tests.Organisation;

/// <summary>The stored form of settings and rates. A stored event never changes: a text in here may be added, never edited.</summary>
public sealed class OrganisationJsonTests
{
    private const string Origin = "\"At\":\"2026-05-10T12:00:00+00:00\",\"By\":\"fin\"}";

    private static readonly DateTimeOffset At = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, FactEvent, string> Stored => new()
    {
        { "fiscal_calendar_set", new FiscalCalendarSet(2, null, At, "fin"), """{"FirstMonth":2,"Table":null,""" + Origin },
        {
            "fiscal_calendar_set", new FiscalCalendarSet(1, "2026-Q1 2026-01 2025-12-28 2026-01-24", At, "fin"),
            """{"FirstMonth":1,"Table":"2026-Q1 2026-01 2025-12-28 2026-01-24",""" + Origin
        },
        { "week_start_set", new WeekStartSet("sunday", At, "fin"), """{"To":"sunday",""" + Origin },
        { "time_zone_set", new TimeZoneSet("Europe/Berlin", At, "fin"), """{"To":"Europe/Berlin",""" + Origin },
        { "reporting_currency_set", new ReportingCurrencySet("EUR", At, "fin"), """{"To":"EUR",""" + Origin },
        { "rate_set", new RateSet(1.08m, null, At, "fin"), """{"Rate":1.08,"Until":null,""" + Origin },
        { "rate_set", new RateSet(0.0066m, At.AddDays(1), At, "fin"), """{"Rate":0.0066,"Until":"2026-05-11T12:00:00+00:00",""" + Origin },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void An_event_is_stored_under_its_name_as_this_text_and_read_back_the_same(string name, FactEvent e, string json)
    {
        EventJson.TypeName(e).ShouldBe(name);
        Encoding.UTF8.GetString(EventJson.Write(e)).ShouldBe(json);
        EventJson.ReadFact(name, Encoding.UTF8.GetBytes(json), At, "writer").ShouldBe(e);
    }
}
