using DealLedger.Core.Opportunities.Commands;

namespace DealLedger.Server.Tests.Http;

public sealed class OpenApiTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task The_description_lists_every_route()
    {
        var api = await server.GetAsync("/openapi/v1.json");

        var operations = api.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name} {path.Name}"));
        operations.ShouldBe(
        [
            "get /api/forecast", "get /api/deals", "get /api/changes", "get /api/replay", "get /api/transitions", "get /api/slippage", "get /api/pushes",
            "get /api/opportunities/{id}", "get /api/people", "get /api/find",
            "get /api/restated", "get /api/overrides", "get /api/audit", "get /api/settings", "put /api/settings/{setting}", "get /api/rates", "post /api/rates",
            "post /api/opportunities",
            .. CommandWords.All.Select(change => $"post /api/opportunities/{{id}}/{change}"),
            "delete /api/opportunities/{id}/category", "get /api/calls", "post /api/calls", "get /api/calls/accuracy", "get /api/calls/{id}", "get /api/calls/{id}/proof", "get /api/quotas", "get /api/call-sheet", "get /api/follow-ups", "post /api/follow-ups", "get /api/follow-ups/{id}", "post /api/follow-ups/{id}/change", "post /api/follow-ups/{id}/close",
            "get /api/keys", "post /api/keys", "delete /api/keys/{id}", "post /api/quotas", "get /api/seals", "post /api/seals", "get /api/events/{id}/proof", "get /api/access", "get /health/live", "get /health/ready",
        ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Parameters_have_the_names_and_words_of_the_contract()
    {
        var api = await server.GetAsync("/openapi/v1.json");

        var parameters = api.GetProperty("paths").GetProperty("/api/forecast").GetProperty("get").GetProperty("parameters").EnumerateArray().ToList();
        parameters.Select(p => p.GetProperty("name").GetString()).ShouldBe(
            ["period", "asOf", "knownAt", "by", "owner", "team", "rollup", "hierarchy", "settings", "rates", "tenant", "X-Tenant", "consistency"], ignoreOrder: true);
        parameters.ShouldAllBe(p => p.GetProperty("description").GetString()!.Length > 0);
    }

    [Fact]
    public async Task Money_is_a_number_and_an_instant_a_text()
    {
        var schemas = (await server.GetAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");

        schemas.GetProperty("Cell").GetProperty("properties").GetProperty("amount").GetProperty("type").GetString().ShouldBe("number");
        schemas.GetProperty("ForecastAnswer").GetProperty("properties").GetProperty("asOf").GetProperty("type").GetString().ShouldBe("string");
        schemas.GetProperty("MovementKind").GetProperty("enum").EnumerateArray().Select(e => e.GetString()).ShouldContain("pulledIn");
        schemas.GetProperty("ProofEventProof").GetProperty("properties").EnumerateObject().Select(p => p.Name)
            .ShouldBe(["kind", "leaf", "path", "publicKey", "seal", "definition"], ignoreOrder: true);
        schemas.GetProperty("Digest").GetProperty("type").GetString().ShouldBe("string");
        schemas.TryGetProperty("ProblemDocument", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task The_reference_page_is_served_without_a_foreign_host()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var page = await (await server.TryGetAsync("/docs/index.html")).Content.ReadAsStringAsync(cancellation);

        page.ShouldContain("swagger-ui-bundle.js");
        page.ShouldNotContain("https://");
        (await server.TryGetAsync("/docs/swagger-ui-bundle.js")).IsSuccessStatusCode.ShouldBeTrue();
    }
}
