using System.Net;
using System.Text.Json;

namespace DealLedger.Server.Tests.Http.FollowUps;

public sealed class FollowUpsTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    private const string Ok = """{ "text": "ask for the signature", "owner": "ann", "due": "2026-05-09", "by": "ann", "at": "2026-05-02T00:00:00Z" }""";

    [Fact]
    public async Task A_follow_up_is_opened_changed_closed_and_shown_as_of_each_instant()
    {
        var (tenant, deal) = await TenantAsync();

        var response = await server.PostAsync($"/api/follow-ups?tenant={tenant}", Ok.Replace("\"by\"", $"\"deal\": \"{deal}\", \"by\"", StringComparison.Ordinal));

        await response.ShouldHaveStatusAsync(HttpStatusCode.Created);
        var answer = await response.JsonAsync();
        answer.Names().ShouldBe(["definition", "tenant", "asOf", "knownAt", "position", "notes", "followUp"]);
        var opened = answer.GetProperty("followUp");
        opened.Names().ShouldBe(
        [
            "id", "team", "text", "textErased", "owner", "ownerName", "due", "overdue", "deal", "dealName", "openedAt", "openedBy", "openedByName", "closedAt", "closedBy",
            "closedByName", "result", "resultErased", "openedPosition", "position",
        ]);
        (opened.GetProperty("text").GetString(), opened.GetProperty("overdue").GetBoolean(), opened.GetProperty("dealName").GetString())
            .ShouldBe(("ask for the signature", true, "Deal"));
        var id = opened.GetProperty("id").GetString();
        response.Headers.Location!.OriginalString.ShouldBe($"/api/follow-ups/{id}");

        await server.OpenDealAsync(tenant, owner: "bob");
        var changed = await server.PostAsync($"/api/follow-ups/{id}/change?tenant={tenant}", """{ "owner": "bob", "due": "2026-06-01", "by": "ann", "at": "2026-05-03T00:00:00Z" }""");
        (await changed.JsonAsync()).GetProperty("followUp").ShouldSatisfyAllConditions(
            f => f.GetProperty("owner").GetString().ShouldBe("bob"), f => f.GetProperty("due").GetString().ShouldBe("2026-06-01"), f => f.GetProperty("overdue").GetBoolean().ShouldBeFalse());
        var closed = await server.PostAsync($"/api/follow-ups/{id}/close?tenant={tenant}", """{ "by": "bob", "result": "signed", "at": "2026-05-04T00:00:00Z" }""");
        (await closed.JsonAsync()).GetProperty("followUp").GetProperty("result").GetString().ShouldBe("signed");

        (await ListAsync(tenant, "")).ShouldBeEmpty();
        (await ListAsync(tenant, "&standing=closed&closedSince=2026-05-04T00:00:00Z")).ShouldBeEmpty();
        (await ListAsync(tenant, "&standing=closed&owner=bob")).ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(id);
        (await ListAsync(tenant, $"&asOf=2026-05-02&deal={deal}")).ShouldHaveSingleItem().GetProperty("owner").GetString().ShouldBe("ann");
        (await ListAsync(tenant, $"&knownAt=@{opened.GetProperty("position").GetInt64()}")).ShouldHaveSingleItem().GetProperty("owner").GetString().ShouldBe("ann");
        (await server.GetAsync($"/api/follow-ups/{id}?tenant={tenant}&asOf=2026-05-03")).GetProperty("followUp").GetProperty("owner").GetString().ShouldBe("bob");
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_is_the_same_follow_up()
    {
        var (tenant, _) = await TenantAsync();

        foreach (var key in new[] { "a", "a", "b" })
        {
            await (await server.PostAsync($"/api/follow-ups?tenant={tenant}", Ok, key)).ShouldHaveStatusAsync(HttpStatusCode.Created);
        }

        (await ListAsync(tenant, "")).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "invalid-value", "ask for the signature", " ")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "text-unreadable", "ask", "\\u0000")]
    [InlineData(HttpStatusCode.NotFound, "person-unknown", "\"owner\": \"ann\"", "\"owner\": \"nobody\"")]
    [InlineData(HttpStatusCode.NotFound, "opportunity-unknown", "\"by\"", "\"deal\": \"nothing\", \"by\"")]
    [InlineData(HttpStatusCode.NotFound, "team-unknown", "\"by\"", "\"team\": \"ann\", \"by\"")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "at-in-future", "2026-05-02T00:00:00Z", "2026-05-11")]
    [InlineData(HttpStatusCode.BadRequest, "invalid-value", "2026-05-09", "2300-01-01")]
    [InlineData(HttpStatusCode.BadRequest, "invalid-value", "2026-05-09", "soon")]
    [InlineData(HttpStatusCode.BadRequest, "invalid-value", "\"by\": \"ann\",", "")]
    [InlineData(HttpStatusCode.BadRequest, "invalid-id", "\"owner\": \"ann\"", "\"owner\": \"a b\"")]
    [InlineData(HttpStatusCode.BadRequest, "malformed-json", "\"by\"", "\"boss\": 1, \"by\"")]
    public async Task What_cannot_be_opened_is_a_problem_with_a_code_and_nothing_is_recorded(HttpStatusCode status, string code, string right, string wrong)
    {
        var (tenant, _) = await TenantAsync();

        await (await server.PostAsync($"/api/follow-ups?tenant={tenant}", Ok.Replace(right, wrong, StringComparison.Ordinal))).ShouldBeProblemAsync(status, code);

        (await ListAsync(tenant, "&standing=all")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_changed_or_closed_is_a_problem_with_a_code()
    {
        var (tenant, _) = await TenantAsync();
        var id = (await (await server.PostAsync($"/api/follow-ups?tenant={tenant}", Ok)).JsonAsync()).GetProperty("followUp").GetProperty("id").GetString();

        await ShouldRefuseAsync("nothing/close", """{ "by": "ann" }""", HttpStatusCode.NotFound, "follow-up-unknown");
        await ShouldRefuseAsync($"{id}/change", """{ "by": "ann" }""", HttpStatusCode.BadRequest, "invalid-value");
        await ShouldRefuseAsync($"{id}/change", """{ "by": "ann", "owner": "nobody" }""", HttpStatusCode.NotFound, "person-unknown");
        await ShouldRefuseAsync($"{id}/close", """{ "result": "signed" }""", HttpStatusCode.BadRequest, "invalid-value");
        await ShouldRefuseAsync($"{id}/close", """{ "by": "ann", "at": "2026-05-01" }""", HttpStatusCode.UnprocessableEntity, "at-before-opened");
        await (await server.PostAsync($"/api/follow-ups/{id}/close?tenant={tenant}", """{ "by": "ann" }""")).ShouldHaveStatusAsync(HttpStatusCode.OK);
        await ShouldRefuseAsync($"{id}/close", """{ "by": "ann" }""", HttpStatusCode.UnprocessableEntity, "follow-up-closed");
        await ShouldRefuseAsync($"{id}/change", """{ "by": "ann", "due": "2026-06-01" }""", HttpStatusCode.UnprocessableEntity, "follow-up-closed");

        async Task ShouldRefuseAsync(string path, string body, HttpStatusCode status, string code) =>
            await (await server.PostAsync($"/api/follow-ups/{path}?tenant={tenant}", body)).ShouldBeProblemAsync(status, code);
    }

    [Theory]
    [InlineData("/api/follow-ups?standing=done", HttpStatusCode.BadRequest, "invalid-value")]
    [InlineData("/api/follow-ups/nothing", HttpStatusCode.NotFound, "follow-up-unknown")]
    [InlineData("/api/call-sheet?since=now&asOf=last-week", HttpStatusCode.BadRequest, "since-after-as-of")]
    [InlineData("/api/call-sheet?owner=ann", HttpStatusCode.BadRequest, "invalid-value")]
    public async Task What_cannot_be_shown_is_a_problem_with_a_code(string path, HttpStatusCode status, string code) =>
        await (await server.TryGetAsync(path)).ShouldBeProblemAsync(status, code);

    [Fact]
    public async Task The_call_sheet_of_a_ledger_without_teams_is_that_of_everyone()
    {
        var (tenant, deal) = await TenantAsync();
        await server.PostAsync($"/api/opportunities/{deal}/flag?tenant={tenant}", """{ "value": "At risk", "at": "2026-05-09T00:00:00Z" }""");
        await server.PostAsync($"/api/follow-ups?tenant={tenant}", Ok);

        var sheet = await server.GetAsync($"/api/call-sheet?tenant={tenant}&since=2026-04-30");

        sheet.Names().ShouldBe(
        [
            "definition", "tenant", "since", "asOf", "knownAt", "position", "notes", "period", "team", "teamName", "currency", "unconvertedAtStart", "unconverted", "total",
            "now", "before", "newAndExpansion", "renewals", "openFollowUps", "openFollowUpsTotal", "closedFollowUps", "closedFollowUpsTotal", "settingsVersion", "ratesAt",
        ]);
        sheet.GetProperty("team").ValueKind.ShouldBe(JsonValueKind.Null);
        var part = sheet.GetProperty("newAndExpansion");
        part.Names().ShouldBe(["now", "before", "won", "lost", "slipped", "moved", "open", "flagged"]);
        part.GetProperty("now").GetProperty("openPipeline").GetProperty("amount").GetDecimal().ShouldBe(100);
        part.GetProperty("moved").GetProperty("count").GetInt64().ShouldBe(1);
        part.GetProperty("flagged").GetProperty("deals")[0].GetProperty("deal").GetProperty("id").GetString().ShouldBe(deal);
        (await server.GetAsync($"/api/call-sheet?tenant={tenant}&asOf=2026-05-08")).GetProperty("newAndExpansion").GetProperty("flagged").GetProperty("count").GetInt64().ShouldBe(0);
        sheet.GetProperty("renewals").GetProperty("open").GetArrayLength().ShouldBe(0);
        sheet.GetProperty("openFollowUps")[0].GetProperty("overdue").GetBoolean().ShouldBeTrue();
    }

    private async Task<List<JsonElement>> ListAsync(string tenant, string query) =>
        [.. (await server.GetAsync($"/api/follow-ups?tenant={tenant}{query}")).GetProperty("followUps").EnumerateArray()];

    private async Task<(string Tenant, string Deal)> TenantAsync()
    {
        var tenant = await server.NewTenantAsync();
        return (tenant, await server.OpenDealAsync(tenant));
    }
}
