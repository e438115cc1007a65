using System.Net;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetRestatedTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task A_restated_forecast_has_both_answers_the_difference_and_the_deals_with_their_events()
    {
        var tenant = await server.NewTenantAsync();
        var id = await server.OpenDealAsync(tenant);
        await LateAmountAsync(tenant, id, 80);

        var restated = await server.GetAsync($"/api/restated?tenant={tenant}&period=2026-Q2&knownAt=@1&by=owner");

        restated.Names().ShouldBe(
            ["definition", "tenant", "asOf", "notes", "period", "rollup", "currency", "first", "second", "difference", "deals", "dealsTotal"]);
        restated.GetProperty("definition").GetString().ShouldBe("restated/1");
        restated.GetProperty("first").Names().ShouldBe(["knownAt", "position", "unconverted", "total", "rows"]);
        restated.GetProperty("first").GetProperty("position").GetInt64().ShouldBe(1);
        restated.GetProperty("second").GetProperty("position").GetInt64().ShouldBe(2);
        restated.GetProperty("difference").GetProperty("rows")[0].GetProperty("pipeline").GetRawText().ShouldBe("""{"amount":-20,"count":0,"withoutAmount":0}""");
        var deal = restated.GetProperty("deals")[0];
        deal.Names().ShouldBe(["id", "name", "before", "after", "difference", "events", "moves", "rates"]);
        deal.GetProperty("before").Names().ShouldBe(["stage", "category", "outcome", "amount", "currency", "value", "closeDate", "owner", "column", "rows"]);
        deal.GetProperty("events")[0].GetProperty("position").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Both_answers_are_those_of_the_forecast()
    {
        var tenant = await server.NewTenantAsync();
        var id = await server.OpenDealAsync(tenant);
        await LateAmountAsync(tenant, id, 80);
        await LateAmountAsync(tenant, id, 70);

        var restated = await server.GetAsync($"/api/restated?tenant={tenant}&period=2026-Q2&knownAt=@1&and=@2&rollup=cumulative");

        foreach (var (view, known) in new[] { ("first", "@1"), ("second", "@2") })
        {
            var forecast = await server.GetAsync($"/api/forecast?tenant={tenant}&period=2026-Q2&knownAt={known}&rollup=cumulative");
            restated.GetProperty(view).GetProperty("total").GetRawText().ShouldBe(forecast.GetProperty("total").GetRawText());
            restated.GetProperty(view).GetProperty("knownAt").GetString().ShouldBe(known);
        }
    }

    [Theory]
    [InlineData("knownAt=@2&and=@1", "and-before-known-at", "and")]
    [InlineData("", "invalid-value", "knownAt")]
    [InlineData("knownAt=@x", "invalid-value", "knownAt")]
    [InlineData("knownAt=@1&and=later", "invalid-value", "and")]
    [InlineData("knownAt=@1&limit=0", "invalid-value", "limit")]
    public async Task What_cannot_be_compared_is_named_by_field(string query, string code, string field)
    {
        var tenant = await server.NewTenantAsync();
        await LateAmountAsync(tenant, await server.OpenDealAsync(tenant), 80);

        var problem = await (await server.TryGetAsync($"/api/restated?tenant={tenant}&{query}")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);

        problem.GetProperty("errors").Names().ShouldBe([field]);
    }

    [Theory]
    [InlineData("knownAt=@9")]
    [InlineData("knownAt=@0&and=@9")]
    public async Task A_position_beyond_the_log_is_refused(string query) =>
        await (await server.TryGetAsync($"/api/restated?tenant={await server.NewTenantAsync()}&{query}"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "position-unknown");

    private async Task LateAmountAsync(string tenant, string id, decimal amount) => await (await server.PostAsync(
        $"/api/opportunities/{id}/amount?tenant={tenant}", $$"""{ "value": {{amount}}, "at": "2026-05-02T00:00:00Z", "by": "bob" }""")).ShouldHaveStatusAsync(HttpStatusCode.OK);
}
