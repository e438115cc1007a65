using System.Net;
using System.Text.Json;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetDealTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task A_deal_has_the_shape_of_the_contract()
    {
        var id = await server.OpenDealAsync();
        await server.PostAsync($"/api/opportunities/{id}/category", """{ "value": "Commit", "by": "bob", "reason": "signed" }""");

        var deal = await server.GetAsync($"/api/opportunities/{id}");

        deal.Names().ShouldBe(["id", "asOf", "knownAt", "position", "version", "state", "history"]);
        deal.GetProperty("version").GetInt64().ShouldBe(2);
        var state = deal.GetProperty("state");
        foreach (var field in new[]
        {
            "name", "account", "owner", "stage", "category", "categoryOverridden", "amount", "currency", "closeDate", "probability", "type", "segment", "flags",
            "nextStep", "outcome", "createdAt", "timesPushed",
        })
        {
            state.TryGetProperty(field, out _).ShouldBeTrue(field);
        }

        state.GetProperty("category").GetString().ShouldBe("Commit");
        state.GetProperty("categoryOverridden").GetBoolean().ShouldBeTrue();
        state.GetProperty("closeDate").GetString().ShouldBe("2026-06-01");
        state.GetProperty("outcome").GetString().ShouldBe("open");
        var last = deal.GetProperty("history")[1];
        last.Names().ShouldBe(
            ["position", "version", "at", "recordedAt", "by", "source", "kind", "field", "before", "after", "reason", "ignored"]);
        last.GetProperty("kind").GetString().ShouldBe("category-overridden");
        last.GetProperty("before").GetString().ShouldBe("Pipeline");
        last.GetProperty("reason").GetString().ShouldBe("signed");
        deal.GetProperty("history")[0].GetProperty("reason").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_deal_is_shown_as_it_was()
    {
        var id = await server.OpenDealAsync();
        await server.PostAsync($"/api/opportunities/{id}/amount", """{ "value": 7, "at": "2026-05-05T00:00:00Z" }""");

        var deal = await server.GetAsync($"/api/opportunities/{id}?asOf=2026-05-04");

        deal.GetProperty("state").GetProperty("amount").GetDecimal().ShouldBe(100);
        deal.GetProperty("history").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task An_id_of_15_characters_is_taken_as_its_18_characters()
    {
        await server.PostAsync("/api/opportunities", """{ "id": "006000000000AbC" }""");

        var deal = await server.GetAsync("/api/opportunities/006000000000AbC");

        deal.GetProperty("id").GetString().ShouldBe("006000000000AbCAAU");
    }

    [Fact]
    public async Task An_unknown_deal_is_not_found() =>
        await (await server.TryGetAsync("/api/opportunities/nobody")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "opportunity-unknown");

    [Fact]
    public async Task A_deal_that_was_not_open_yet_is_not_found()
    {
        var id = await server.OpenDealAsync();

        await (await server.TryGetAsync($"/api/opportunities/{id}?asOf=2020-01-01")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "opportunity-not-open-yet");
    }
}
