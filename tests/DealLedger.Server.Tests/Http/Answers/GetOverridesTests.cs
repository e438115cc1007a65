using System.Net;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetOverridesTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task Overrides_have_the_shape_of_the_contract()
    {
        var tenant = await server.NewTenantAsync();
        var id = await server.OpenDealAsync(tenant);
        await (await server.PostAsync(
            $"/api/opportunities/{id}/category?tenant={tenant}", """{ "value": "Commit", "at": "2026-05-02T00:00:00Z", "by": "bob", "reason": "signed soon" }""")).ShouldHaveStatusAsync(HttpStatusCode.OK);

        var answer = await server.GetAsync($"/api/overrides?tenant={tenant}&period=2026-Q2&byPerson=true");

        answer.Names().ShouldBe(["definition", "tenant", "asOf", "knownAt", "position", "notes", "period", "total", "rows", "overrides", "overridesTotal"]);
        answer.GetProperty("definition").GetString().ShouldBe("overrides/1");
        answer.GetProperty("rows")[0].GetRawText().ShouldBe(
            """{"key":"bob","name":"bob","period":"2026-Q2","counts":{"made":1,"kept":0,"missed":0,"undecided":1,"daysHeld":8}}""");
        var made = answer.GetProperty("overrides")[0];
        made.Names().ShouldBe(
        [
            "dealId", "dealName", "position", "at", "recordedAt", "author", "authorName", "reason", "reasonErased", "replaced", "category", "amount", "currency",
            "closeDate", "owner", "period", "until", "daysHeld", "end", "verdict",
        ]);
        (made.GetProperty("reason").GetString(), made.GetProperty("end").GetString(), made.GetProperty("verdict").GetString()).ShouldBe(("signed soon", "standing", "undecided"));
    }

    [Fact]
    public async Task Without_persons_there_are_no_rows() =>
        (await server.GetAsync("/api/overrides?author=nobody")).TryGetProperty("rows", out _).ShouldBeFalse();

    [Theory]
    [InlineData("byPerson=perhaps", "byPerson")]
    [InlineData("period=soon", "period")]
    [InlineData("limit=0", "limit")]
    [InlineData("by=owner", "by")]
    public async Task What_cannot_be_read_is_named_by_field(string query, string field)
    {
        var problem = await (await server.TryGetAsync("/api/overrides?" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");

        problem.GetProperty("errors").Names().ShouldBe([field]);
    }
}
