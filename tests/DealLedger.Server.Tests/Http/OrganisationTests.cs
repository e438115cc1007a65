using System.Net;

namespace DealLedger.Server.Tests.Http;

public sealed class OrganisationTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task A_setting_is_put_and_read_as_of_any_instant()
    {
        var tenant = await server.NewTenantAsync();

        var put = await server.SendAsync(HttpMethod.Put, $"/api/settings/fiscal-year-start?tenant={tenant}", """{ "value": "7", "by": "fin" }""");

        await put.ShouldHaveStatusAsync(HttpStatusCode.OK);
        var settings = await server.GetAsync($"/api/settings?tenant={tenant}&asOf=2020-01-01");
        settings.Names().ShouldBe(["tenant", "asOf", "knownAt", "position", "version", "fiscalYearStart", "fiscalCalendar", "weekStart", "timeZone", "currency", "history"]);
        settings.GetProperty("fiscalYearStart").GetInt32().ShouldBe(7);
        (await server.GetAsync($"/api/forecast?tenant={tenant}&period=2026")).GetProperty("period").GetProperty("start").GetString().ShouldBe("2025-07-01");
        (await server.GetAsync($"/api/forecast?tenant={tenant}&knownAt=@0&period=2026")).GetProperty("period").GetProperty("start").GetString().ShouldBe("2026-01-01");
        var wrong = await server.SendAsync(HttpMethod.Put, $"/api/settings/time-zone?tenant={tenant}", """{ "value": "Mars/Olympus" }""");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");
    }

    [Fact]
    public async Task A_rate_is_posted_and_read_as_of_any_instant()
    {
        var tenant = await server.NewTenantAsync();

        var posted = await server.PostAsync($"/api/rates?tenant={tenant}", """{ "currency": "EUR", "rate": 1.08, "from": "2026-04-01", "by": "fin" }""");

        await posted.ShouldHaveStatusAsync(HttpStatusCode.OK);
        (await server.GetAsync($"/api/rates?tenant={tenant}")).GetProperty("rates")[0].Names().ShouldBe(["of", "in", "rate", "from", "until", "by", "position"]);
        (await server.GetAsync($"/api/rates?tenant={tenant}&asOf=2026-03-31")).GetProperty("rates").GetArrayLength().ShouldBe(0);
        await (await server.PostAsync($"/api/rates?tenant={tenant}", """{ "currency": "EUR", "rate": 0 }""")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "rate-out-of-bounds");
    }
}
