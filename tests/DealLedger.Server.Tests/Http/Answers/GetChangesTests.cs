using System.Net;
using System.Text.Json;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetChangesTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task A_comparison_has_the_shape_of_the_contract()
    {
        var tenant = await server.NewTenantAsync();
        var id = await server.OpenDealAsync(tenant);
        await server.PostAsync($"/api/opportunities/{id}/amount?tenant={tenant}", """{ "value": 150.50, "by": "bob", "at": "2026-05-09T00:00:00Z" }""");

        var changes = await server.GetAsync($"/api/changes?tenant={tenant}&by=owner");

        changes.Names().ShouldBe(
        [
            "definition", "tenant", "mode", "from", "to", "knownAt", "position", "notes", "period", "currency", "start", "end", "movements", "rows", "deals",
            "dealsTotal", "unconvertedAtStart", "unconverted", "settingsVersion", "ratesAt", "kind", "next",
        ]);
        changes.GetProperty("definition").GetString().ShouldBe("changes/1");
        changes.GetProperty("mode").GetString().ShouldBe("net");
        changes.GetProperty("from").GetString().ShouldBe("2026-05-03T12:00:00Z");
        changes.GetProperty("start").GetRawText().ShouldBe("""{"amount":100,"count":1,"withoutAmount":0}""");
        changes.GetProperty("end").GetRawText().ShouldBe("""{"amount":150.5,"count":1,"withoutAmount":0}""");
        changes.GetProperty("movements").GetRawText().ShouldBe("""[{"kind":"increased","amount":50.5,"deals":1}]""");
        changes.GetProperty("rows")[0].Names().ShouldBe(["key", "name", "start", "end", "movements"]);
        changes.GetProperty("dealsTotal").GetInt64().ShouldBe(1);
        var deal = changes.GetProperty("deals")[0];
        deal.Names().ShouldBe(["id", "name", "owner", "start", "end", "roundTrip", "movements"]);
        deal.GetProperty("movements")[0].GetRawText().ShouldBe(
            """{"kind":"increased","amount":50.5,"at":"2026-05-09T00:00:00Z","by":"bob","before":"100","after":"150.5","position":2}""");
    }

    [Fact]
    public async Task Deals_of_one_kind_are_listed_page_by_page()
    {
        var tenant = await server.NewTenantAsync();
        var ids = new List<string>();
        foreach (var amount in new[] { 130, 120, 120 })
        {
            ids.Add(await server.OpenDealAsync(tenant));
            await server.PostAsync($"/api/opportunities/{ids[^1]}/amount?tenant={tenant}", $$"""{ "value": {{amount}}, "at": "2026-05-09T00:00:00Z" }""");
        }

        await server.OpenDealAsync(tenant, at: "2026-05-09T00:00:00Z");

        var first = await server.GetAsync($"/api/changes?tenant={tenant}&kind=increased&limit=2");
        var next = first.GetProperty("next").GetString()!;
        var second = await server.GetAsync($"/api/changes?tenant={tenant}&kind=increased&limit=2&after={Uri.EscapeDataString(next)}");

        first.GetProperty("kind").GetString().ShouldBe("increased");
        first.GetProperty("movements").GetArrayLength().ShouldBe(2);
        next.ShouldBe($"20:{ids[1]}");
        second.GetProperty("dealsTotal").GetInt64().ShouldBe(3);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        new[] { first, second }.SelectMany(page => page.GetProperty("deals").EnumerateArray()).Select(deal => deal.GetProperty("id").GetString()).ShouldBe(ids);
    }

    [Fact]
    public async Task A_window_that_ends_before_it_begins_is_refused() =>
        await (await server.TryGetAsync("/api/changes?from=now&to=last-week")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "from-after-to");

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=100001")]
    [InlineData("limit=ten")]
    [InlineData("mode=gross")]
    [InlineData("kind=vanished")]
    [InlineData("after=x")]
    [InlineData("after=-5:deal")]
    [InlineData("after=5:")]
    public async Task What_cannot_be_read_is_refused(string query) =>
        await (await server.TryGetAsync("/api/changes?" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");
}
