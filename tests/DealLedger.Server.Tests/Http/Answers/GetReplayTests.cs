using System.Net;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetReplayTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task A_replay_has_the_weeks_of_a_period_with_forecast_movements_and_distance()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);

        var replay = await server.GetAsync($"/api/replay?tenant={tenant}&period=2026-Q2");

        replay.Names().ShouldBe(
        [
            "definition", "tenant", "asOf", "knownAt", "position", "notes", "period", "currency", "from", "start", "weeks", "result", "partial", "settingsVersion",
            "ratesAt", "to",
        ]);
        replay.GetProperty("definition").GetString().ShouldBe("replay/1");
        var weeks = replay.GetProperty("weeks").EnumerateArray().ToList();
        weeks.Count.ShouldBe(6);
        weeks[^1].Names().ShouldBe(["week", "from", "asOf", "forecast", "movements", "distance", "unconverted"]);
        weeks[^1].GetProperty("asOf").GetString().ShouldBe("2026-05-10T12:00:00Z");
        weeks[4].GetProperty("movements").GetRawText().ShouldBe("""[{"kind":"new","amount":100,"deals":1}]""");
        weeks[4].GetProperty("forecast").GetProperty("pipeline").GetRawText().ShouldBe("""{"amount":100,"count":1,"withoutAmount":0}""");
    }

    [Fact]
    public async Task Left_out_the_period_is_the_quarter_that_ended_last() =>
        (await server.GetAsync($"/api/replay?tenant={await server.NewTenantAsync()}")).GetProperty("period").GetProperty("id").GetString().ShouldBe("2026-Q1");

    [Theory]
    [InlineData("period=summer")]
    [InlineData("asOf=soon")]
    [InlineData("knownAt=@x")]
    [InlineData("by=owner")]
    public async Task What_cannot_be_read_is_refused(string query) =>
        await (await server.TryGetAsync("/api/replay?" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");
}
