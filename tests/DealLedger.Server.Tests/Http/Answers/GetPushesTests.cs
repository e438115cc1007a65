using System.Net;
using System.Text.Json;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetPushesTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task An_answer_tells_weeks_reps_and_the_path_of_every_deal_that_moved()
    {
        var tenant = await server.NewTenantAsync();
        var id = await server.OpenDealAsync(tenant, at: "2026-03-01T00:00:00Z");
        await server.PostAsync($"/api/opportunities/{id}/close-date?tenant={tenant}", """{ "value": "2026-05-20", "at": "2026-03-09T00:00:00Z" }""");
        await server.PostAsync($"/api/opportunities/{id}/close-date?tenant={tenant}", """{ "value": "2026-07-01", "at": "2026-05-09T00:00:00Z" }""");

        var pushes = await server.GetAsync($"/api/pushes?tenant={tenant}&period=2026-Q2");

        pushes.Names().ShouldBe(
        [
            "definition", "tenant", "from", "to", "period", "partial", "knownAt", "position", "notes", "currency", "pushes", "weeks", "rows", "repsTotal", "deals",
            "dealsTotal", "next", "settingsVersion", "ratesAt",
        ]);
        pushes.GetProperty("definition").GetString().ShouldBe("slippage/1");
        pushes.GetProperty("pushes").GetInt64().ShouldBe(1);
        var week = pushes.GetProperty("weeks").EnumerateArray().Single(w => w.GetProperty("pushes").GetInt64() == 1);
        week.GetProperty("week").GetString().ShouldBe("2026-W19");
        pushes.GetProperty("rows")[0].GetProperty("weeks").GetArrayLength().ShouldBe(pushes.GetProperty("weeks").GetArrayLength());
        var deal = pushes.GetProperty("deals")[0];
        deal.Names().ShouldBe(["id", "name", "owner", "outcome", "timesPushed", "first", "closes", "path"]);
        var step = deal.GetProperty("path")[1];
        step.Names().ShouldBe(["at", "position", "by", "from", "to", "days", "slip", "counted", "amount"]);
        step.GetProperty("slip").GetBoolean().ShouldBeTrue();
        step.GetProperty("counted").GetBoolean().ShouldBeTrue();
        deal.GetProperty("path").EnumerateArray().Count(s => s.GetProperty("counted").GetBoolean()).ShouldBe(1);
        deal.GetProperty("closes").GetString().ShouldBe("2026-07-01");
    }

    [Fact]
    public async Task Weeks_that_are_still_to_come_are_left_out()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);

        var pushes = await server.GetAsync($"/api/pushes?tenant={tenant}&period=2030");

        pushes.GetProperty("weeks").GetArrayLength().ShouldBe(0);
        pushes.GetProperty("partial").GetBoolean().ShouldBeTrue();
        pushes.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("from=2026-04-01")]
    [InlineData("limit=0")]
    [InlineData("limit=10001")]
    [InlineData("after=first")]
    [InlineData("by=owner")]
    public async Task What_cannot_be_read_is_refused(string query) =>
        (await server.TryGetAsync("/api/pushes?" + query)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
}
