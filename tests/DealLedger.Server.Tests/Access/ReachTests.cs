using System.Net;
using System.Text.Json;
using DealLedger.Core.Access;

namespace DealLedger.Server.Tests.Access;

public sealed class ReachTests(AccessFixture server) : IClassFixture<AccessFixture>
{
    private static readonly Caller Rep = AccessFixture.Of(Role.Rep);
    private static readonly Caller Manager = AccessFixture.Of(Role.Manager);
    private static readonly Caller Leader = AccessFixture.Of(Role.Leader);

    [Fact]
    public async Task A_rep_and_a_manager_find_their_deals_alone_and_are_told_so()
    {
        var (own, colleagues, foreign) = (await server.DealOfAsync("ann"), await server.DealOfAsync("bob"), await server.DealOfAsync("cid"));

        async Task<(string[] Found, bool IsCut)> FindAsync(Caller caller)
        {
            var answer = await GetAsync(caller, "/api/find?q=Deal&limit=50");
            string[] found = [.. answer.GetProperty("deals").EnumerateArray().Select(d => d.GetProperty("id").GetString()!)];
            return ([.. new[] { own, colleagues, foreign }.Where(found.Contains)], answer.GetProperty("notes").EnumerateArray().Any(n => n.GetString() == "own-only"));
        }

        (await FindAsync(Rep)).ShouldSatisfyAllConditions(f => f.Found.ShouldBe([own]), f => f.IsCut.ShouldBeTrue());
        (await FindAsync(Manager)).ShouldSatisfyAllConditions(f => f.Found.ShouldBe([own, colleagues]), f => f.IsCut.ShouldBeTrue());
        (await FindAsync(Leader)).ShouldSatisfyAllConditions(f => f.Found.ShouldBe([own, colleagues, foreign]), f => f.IsCut.ShouldBeFalse());
    }

    [Fact]
    public async Task Lists_of_calls_quotas_and_follow_ups_hold_what_one_sees()
    {
        foreach (var who in new[] { "ann", "bob", "cid" })
        {
            await DoneAsync(Leader, "/api/calls", $$"""{ "period": "2026-Q2", "for": "{{who}}", "layer": "rep", "category": "commit", "amount": 5, "note": "sure", "by": "head" }""");
            await DoneAsync(Leader, "/api/quotas", $$"""{ "for": "{{who}}", "amount": 7, "period": "2026-Q2", "by": "head" }""");
            await DoneAsync(Leader, "/api/follow-ups", $$"""{ "text": "ring", "owner": "{{who}}", "due": "2026-06-01", "by": "head" }""");
        }

        async Task<string[]> ListAsync(Caller caller, string path, string list, string field) =>
            [.. (await GetAsync(caller, path)).GetProperty(list).EnumerateArray().Select(l => l.GetProperty(field).GetString()!).Distinct().Order(StringComparer.Ordinal)];

        foreach (var (path, list, field) in new[] { ("/api/calls", "calls", "for"), ("/api/quotas", "quotas", "for"), ("/api/follow-ups", "followUps", "owner") })
        {
            (await ListAsync(Rep, path, list, field)).ShouldBe(["ann"], path);
            (await ListAsync(Manager, path, list, field)).ShouldBe(["ann", "bob"], path);
            (await ListAsync(Leader, path, list, field)).ShouldBe(["ann", "bob", "cid"], path);
        }

        (await GetAsync(Leader, "/api/calls")).GetRawText().ShouldContain("sure");
        (await GetAsync(AccessFixture.Of(Role.Analyst), "/api/calls")).GetRawText().ShouldNotContain("sure");
        (await GetAsync(AccessFixture.Of(Role.Analyst), "/api/forecast?by=owner")).GetRawText().ShouldNotContain("sure");
    }

    [Fact]
    public async Task Who_gave_a_deal_away_does_not_see_it_any_more_and_a_feed_sees_nothing()
    {
        var deal = await server.DealOfAsync("ann");

        (await server.SendAsync(Rep, "POST", $"/api/opportunities/{deal}/owner", """{ "value": "cid", "by": "ann" }""")).ShouldBe((HttpStatusCode.NoContent, ""));
        (await server.SendAsync(Rep, "GET", $"/api/opportunities/{deal}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await server.SendAsync(Rep, "POST", $"/api/opportunities/{deal}/amount", """{ "value": 1, "by": "ann" }""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await server.SendAsync(Rep, "GET", $"/api/opportunities/{deal}?asOf=2026-05-09")).Status.ShouldBe(HttpStatusCode.OK);

        var fed = await server.SendAsync(
            AccessFixture.Of(Role.Feed), "POST", "/api/opportunities", """{ "id": "fed-1", "owner": "ann", "stage": "Proposal", "by": "ann" }""");
        fed.ShouldBe((HttpStatusCode.Created, ""));
        (await server.SendAsync(AccessFixture.Of(Role.Feed), "POST", "/api/opportunities/fed-1/amount", """{ "value": 9, "by": "ann" }""")).ShouldBe((HttpStatusCode.NoContent, ""));
        (await GetAsync(Rep, "/api/opportunities/fed-1")).GetProperty("state").GetProperty("amount").GetDecimal().ShouldBe(9);
    }

    [Fact]
    public async Task A_total_of_ones_own_is_that_of_the_deals_that_one_sees()
    {
        await server.DealOfAsync("ann");
        await server.DealOfAsync("cid");

        var own = await GetAsync(Rep, "/api/forecast?owner=ann&period=2026-Q2");
        var team = await GetAsync(Manager, "/api/forecast?team=boss&by=owner&period=2026-Q2");
        var all = await GetAsync(Leader, "/api/forecast?by=owner&period=2026-Q2");

        decimal Row(JsonElement forecast, string who) => forecast.GetProperty("rows").EnumerateArray().Where(r => r.GetProperty("key").GetString() == who)
            .Sum(r => r.GetProperty("openPipeline").GetProperty("amount").GetDecimal());
        own.GetProperty("total").GetProperty("openPipeline").GetProperty("amount").GetDecimal().ShouldBe(Row(all, "ann"));
        team.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("key").GetString()).ShouldNotContain("cid");
        Row(team, "ann").ShouldBe(Row(all, "ann"));
    }

    private async Task<JsonElement> GetAsync(Caller caller, string path)
    {
        var (status, body) = await server.SendAsync(caller, "GET", path);
        status.ShouldBe(HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement;
    }

    private async Task DoneAsync(Caller caller, string path, string json)
    {
        var (status, body) = await server.SendAsync(caller, "POST", path, json);
        ((int)status).ShouldBeLessThan(300, body);
    }
}
