using System.Net;
using System.Text.Json;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetTransitionsTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task Transitions_tell_where_the_deals_of_a_forecast_went_and_list_them()
    {
        var tenant = await server.NewTenantAsync();
        var (won, open) = (await server.OpenDealAsync(tenant), await server.OpenDealAsync(tenant, owner: "bob"));
        await server.PostAsync($"/api/opportunities/{won}/amount?tenant={tenant}", """{ "value": 150, "at": "2026-05-05T00:00:00Z" }""");
        await server.PostAsync($"/api/opportunities/{won}/stage?tenant={tenant}", """{ "value": "Closed Won", "at": "2026-05-06T00:00:00Z" }""");

        var answer = await server.GetAsync($"/api/transitions?tenant={tenant}&period=2026-Q2&from=2026-05-02&is=closed");

        answer.Names().ShouldBe(
        [
            "definition", "tenant", "from", "to", "knownAt", "position", "notes", "period", "currency", "transitions", "was", "is", "deals", "dealsTotal", "next",
            "unconvertedAtStart", "unconverted", "settingsVersion", "ratesAt",
        ]);
        answer.GetProperty("transitions").EnumerateArray().Select(t => t.GetRawText()).ShouldBe(
        [
            """{"was":"pipeline","is":"closed","deals":1,"start":{"amount":100,"count":1,"withoutAmount":0},"end":{"amount":150,"count":1,"withoutAmount":0}}""",
            """{"was":"pipeline","is":"pipeline","deals":1,"start":{"amount":100,"count":1,"withoutAmount":0},"end":{"amount":100,"count":1,"withoutAmount":0}}""",
        ]);
        answer.GetProperty("deals").EnumerateArray().ShouldHaveSingleItem().GetRawText().ShouldBe(
            $$"""{"id":"{{won}}","name":"Deal","owner":"ann","was":"pipeline","is":"closed","start":100,"end":150,"closeDateBefore":"2026-06-01","closeDate":"2026-06-01"}""");
        answer.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        (await server.GetAsync($"/api/transitions?tenant={tenant}&period=2026-Q2&from=2026-05-02&owner=bob"))
            .GetProperty("deals")[0].GetProperty("id").GetString().ShouldBe(open);
    }

    [Theory]
    [InlineData("was=vanished", "invalid-value", "was")]
    [InlineData("is=x", "invalid-value", "is")]
    [InlineData("limit=0", "invalid-value", "limit")]
    [InlineData("after=x", "invalid-value", "after")]
    [InlineData("from=now&to=last-week", "from-after-to", "from")]
    public async Task What_cannot_be_read_is_refused(string query, string code, string field) =>
        (await (await server.TryGetAsync("/api/transitions?" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, code))
            .GetProperty("errors").Names().ShouldBe([field]);
}
