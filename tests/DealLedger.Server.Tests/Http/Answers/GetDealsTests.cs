using System.Net;
using System.Text.Json;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetDealsTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task The_deals_of_a_cell_add_up_to_that_of_the_forecast()
    {
        var tenant = await server.NewTenantAsync();
        var (small, large) = (await server.OpenDealAsync(tenant), await server.OpenDealAsync(tenant, owner: "bob"));
        await server.PostAsync($"/api/opportunities/{large}/amount?tenant={tenant}", """{ "value": 150.50, "at": "2026-05-02T00:00:00Z" }""");
        await server.PostAsync($"/api/opportunities/{await server.OpenDealAsync(tenant)}/stage?tenant={tenant}", """{ "value": "Closed Lost", "at": "2026-05-02T00:00:00Z" }""");

        var forecast = await server.GetAsync($"/api/forecast?tenant={tenant}");
        var first = await server.GetAsync($"/api/deals?tenant={tenant}&limit=1");
        var second = await server.GetAsync($"/api/deals?tenant={tenant}&limit=1&after={first.GetProperty("next").GetString()}");

        first.Names().ShouldBe(
        [
            "definition", "tenant", "asOf", "knownAt", "position", "notes", "period", "rollup", "column", "key", "currency", "unconverted", "total", "deals", "next",
            "settingsVersion", "ratesAt",
        ]);
        first.GetProperty("column").GetString().ShouldBe("openPipeline");
        first.GetProperty("total").GetRawText().ShouldBe(forecast.GetProperty("total").GetProperty("openPipeline").GetRawText());
        first.GetProperty("deals")[0].GetRawText().ShouldBe(
            $$"""{"id":"{{large}}","name":"Deal","owner":"bob","stage":"Proposal","category":"Pipeline","outcome":"open","amount":150.5,"currency":"USD","value":150.5,"closeDate":"2026-06-01","probability":null,"type":"New","segment":null}""");
        first.GetProperty("next").GetString().ShouldBe($"150.5:{large}");
        second.GetProperty("deals").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(small);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_deals_of_a_row_are_those_of_its_key()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);
        var bobs = await server.OpenDealAsync(tenant, owner: "bob");

        var deals = await server.GetAsync($"/api/deals?tenant={tenant}&by=owner&key=bob");

        deals.GetProperty("deals").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(bobs);
        deals.GetProperty("total").GetProperty("count").GetInt64().ShouldBe(1);
    }

    [Theory]
    [InlineData("column=vanished")]
    [InlineData("key=bob")]
    [InlineData("after=x")]
    [InlineData("limit=0")]
    public async Task What_cannot_be_read_is_refused(string query) =>
        await (await server.TryGetAsync("/api/deals?" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");
}
