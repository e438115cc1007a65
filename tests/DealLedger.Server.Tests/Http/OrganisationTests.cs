using System.Net;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;

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

    [Fact]
    public async Task A_first_setting_or_rate_makes_the_tenant()
    {
        await (await server.SendAsync(HttpMethod.Put, "/api/settings/currency?tenant=fresh_setting", """{ "value": "EUR" }""")).ShouldHaveStatusAsync(HttpStatusCode.OK);
        await (await server.PostAsync("/api/rates?tenant=fresh_rate", """{ "currency": "EUR", "rate": 1.1 }""")).ShouldHaveStatusAsync(HttpStatusCode.OK);

        (await server.GetAsync("/api/settings?tenant=fresh_setting")).GetProperty("currency").GetString().ShouldBe("EUR");
        (await server.GetAsync("/api/rates?tenant=fresh_rate")).GetProperty("rates").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task States_of_knowledge_are_read_by_today_s_time_zone_and_instants_asked_about_by_that_of_then()
    {
        var tenant = await server.NewTenantAsync();
        await server.SendAsync(HttpMethod.Put, $"/api/settings/time-zone?tenant={tenant}", """{ "value": "America/New_York", "from": "2026-05-01", "by": "fin" }""");

        var forecast = await server.GetAsync($"/api/forecast?tenant={tenant}&asOf=2026-04-01&knownAt=2026-05-09");

        forecast.GetProperty("asOf").GetString().ShouldBe("2026-04-01T23:59:59.999999Z");
        forecast.GetProperty("knownAt").GetString().ShouldBe("2026-05-10T03:59:59.999999Z");
    }

    [Fact]
    public async Task A_team_that_was_not_known_yet_then_has_nothing_and_one_that_never_was_is_unknown()
    {
        var tenant = await server.NewTenantAsync();
        var deal = await server.OpenDealAsync(tenant);
        var known = (await server.GetAsync($"/api/opportunities/{deal}?tenant={tenant}")).GetProperty("position").GetInt64();
        await server.Ledger.People.RecordAsync(
            Tenant(tenant), [new PersonTold("ann", "Ann", null, "mia")], "test", "test",
            text => new NewText(Guid.CreateVersion7(), new byte[16], text), breakCircles: false, TestContext.Current.CancellationToken);

        var path = $"/api/forecast?tenant={tenant}&period=2026-Q2";
        (await server.GetAsync($"{path}&team=mia")).GetProperty("total").GetProperty("openPipeline").GetProperty("count").GetInt64().ShouldBe(1);
        (await server.GetAsync($"{path}&team=mia&knownAt=@{known}")).GetProperty("total").GetProperty("openPipeline").GetProperty("count").GetInt64().ShouldBe(0);
        await (await server.TryGetAsync($"{path}&team=bea&knownAt=@{known}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "team-unknown");
    }

    private static TenantId Tenant(string name) => TenantId.TryParse(name, out var tenant) ? tenant : throw new ArgumentException("No tenant.", nameof(name));
}
