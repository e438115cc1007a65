using System.Net;

namespace DealLedger.Server.Tests.Http.Changes;

public sealed class OpenOpportunityTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task Opening_answers_with_the_deal_and_its_address()
    {
        var id = server.NewId();

        var response = await server.PostAsync("/api/opportunities", $$"""{ "id": "{{id}}", "name": "Straße & Söhne", "amount": 99.90, "by": "ann" }""");

        await response.ShouldHaveStatusAsync(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe($"/api/opportunities/{id}");
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        body.ShouldContain("Straße");
        body.ShouldContain("\"amount\":99.9,");
        var deal = await response.JsonAsync();
        deal.GetProperty("version").GetInt64().ShouldBe(1);
        deal.GetProperty("history")[0].GetProperty("by").GetString().ShouldBe("ann");
    }

    [Fact]
    public async Task Who_names_nobody_is_api()
    {
        var id = server.NewId();

        var deal = await (await server.PostAsync("/api/opportunities", $$"""{ "id": "{{id}}" }""")).JsonAsync();

        deal.GetProperty("history")[0].GetProperty("by").GetString().ShouldBe("api");
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_records_nothing()
    {
        var body = $$"""{ "id": "{{server.NewId()}}", "amount": 5 }""";
        var first = await server.PostAsync("/api/opportunities", body, "key-1");

        var second = await server.PostAsync("/api/opportunities", body, "key-1");

        await second.ShouldHaveStatusAsync(HttpStatusCode.Created);
        (await second.JsonAsync()).GetProperty("history").GetRawText().ShouldBe((await first.JsonAsync()).GetProperty("history").GetRawText());
    }

    [Fact]
    public async Task A_deal_that_is_there_is_not_opened_again()
    {
        var id = await server.OpenDealAsync();

        await (await server.PostAsync("/api/opportunities", $$"""{ "id": "{{id}}" }""")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "opportunity-exists");
    }

    [Fact]
    public async Task The_first_deal_of_a_tenant_makes_the_tenant()
    {
        await (await server.PostAsync("/api/opportunities?tenant=newcomer", """{ "id": "a" }""")).ShouldHaveStatusAsync(HttpStatusCode.Created);

        (await server.GetAsync("/api/forecast?tenant=newcomer")).GetProperty("position").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_deal_makes_no_tenant()
    {
        await server.PostAsync("/api/opportunities?tenant=stranger", """{ "id": "a", "closeDate": "soon" }""");

        await (await server.TryGetAsync("/api/forecast?tenant=stranger")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant-unknown");
    }

    [Theory]
    [InlineData("""{ "id": "x", "closeDate": "2026-02-30" }""", "closeDate")]
    [InlineData("""{ "id": "x", "category": "Sure" }""", "category")]
    [InlineData("""{ "id": "x", "currency": "usd" }""", "currency")]
    [InlineData("""{ "id": "x", "probability": 101 }""", "probability")]
    [InlineData("""{ "id": "x", "amount": 1e20 }""", "amount")]
    [InlineData("""{ "id": "x", "at": "yesterday" }""", "at")]
    [InlineData("""{ "name": "x" }""", "id")]
    public async Task A_field_that_cannot_be_read_is_named(string body, string field)
    {
        var problem = await (await server.PostAsync("/api/opportunities", body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");

        problem.GetProperty("errors").Names().ShouldBe([field]);
    }

    [Theory]
    [InlineData("{ \"id\": ")]
    [InlineData("[]")]
    [InlineData("""{ "id": "x", "amount": "5" }""")]
    [InlineData("""{ "id": "x", "amuont": 5 }""")]
    [InlineData("""{ "id": "x", "id": "y" }""")]
    public async Task A_body_that_is_not_what_it_should_be_is_refused(string body) =>
        await (await server.PostAsync("/api/opportunities", body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-json");

    [Fact]
    public async Task A_body_of_more_than_64_KB_is_refused() =>
        await (await server.PostAsync("/api/opportunities", $$"""{ "id": "x", "name": "{{new string('x', 70_000)}}" }"""))
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");

    [Fact]
    public async Task A_body_that_is_no_JSON_is_refused()
    {
        using var content = new StringContent("id=x");

        var response = await server.Client.PostAsync("/api/opportunities", content, TestContext.Current.CancellationToken);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "content-type");
    }
}
