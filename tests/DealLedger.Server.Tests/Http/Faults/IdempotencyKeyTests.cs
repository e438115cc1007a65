using System.Net;

namespace DealLedger.Server.Tests.Http.Faults;

public sealed class IdempotencyKeyTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    // Each is sent, then something else, then the first one again: without a key it would be recorded once more, or be refused.
    [Theory]
    [InlineData("POST", "/api/opportunities", """{ "id": "key-1", "stage": "Proposal", "amount": 1, "at": "2026-05-01" }""", "\"amount\": 1", "\"amount\": 2")]
    [InlineData("POST", "/api/opportunities/{deal}/amount", """{ "value": 1 }""", "1", "2")]
    [InlineData("POST", "/api/opportunities/{deal}/amount", """{ "value": 1, "expectVersion": 1 }""", "\"value\": 1", "\"value\": 2")]
    [InlineData("POST", "/api/opportunities/{deal}/stage", """{ "value": "Negotiation", "reason": "signed" }""", "signed", "wanted")]
    [InlineData("POST", "/api/opportunities/{deal}/flag", """{ "value": "At risk", "by": "ann" }""", "ann", "bob")]
    [InlineData("POST", "/api/calls", """{ "period": "2026-Q2", "for": "ann", "layer": "rep", "category": "commit", "amount": 1, "by": "ann" }""", "\"amount\": 1", "\"amount\": 2")]
    [InlineData("POST", "/api/quotas", """{ "for": "ann", "amount": 1, "period": "2026-Q2", "by": "ann" }""", "\"amount\": 1", "\"amount\": 2")]
    [InlineData("POST", "/api/follow-ups", """{ "text": "ask", "owner": "ann", "due": "2026-05-09", "by": "ann" }""", "ask", "tell")]
    [InlineData("POST", "/api/follow-ups/{follow-up}/change", """{ "due": "2026-06-01", "by": "ann" }""", "06-01", "06-02")]
    [InlineData("POST", "/api/follow-ups/{follow-up}/close", """{ "by": "ann", "result": "done" }""", "done", "dropped")]
    [InlineData("POST", "/api/rates", """{ "currency": "EUR", "rate": 1.1, "from": "2026-04-01" }""", "1.1", "1.2")]
    [InlineData("PUT", "/api/settings/fiscal-year-start", """{ "value": "7" }""", "7", "4")]
    public async Task A_repeat_is_answered_and_not_recorded_and_other_words_under_the_key_are_refused(string method, string path, string body, string right, string wrong)
    {
        var (tenant, filled) = await FillAsync(path);
        var other = body.Replace(right, wrong, StringComparison.Ordinal);
        other.ShouldNotBe(body);

        var first = await SendAsync(body, "k");
        first.IsSuccessStatusCode.ShouldBeTrue(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        if (!path.EndsWith("/close", StringComparison.Ordinal) && !path.EndsWith("opportunities", StringComparison.Ordinal))
        {
            await SendAsync(other.Replace("\"expectVersion\": 1", "\"expectVersion\": 2", StringComparison.Ordinal), "another");
        }

        var head = await HeadAsync(tenant);
        var repeat = await SendAsync(body, "k");

        await repeat.ShouldHaveStatusAsync(first.StatusCode);
        repeat.Headers.Location.ShouldBe(first.Headers.Location);
        (await HeadAsync(tenant)).ShouldBe(head);
        await (await SendAsync(other, "k")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await HeadAsync(tenant)).ShouldBe(head);

        Task<HttpResponseMessage> SendAsync(string json, string key) => server.SendAsync(new HttpMethod(method), $"{filled}?tenant={tenant}", json, key);
    }

    [Fact]
    public async Task A_cleared_override_is_cleared_once()
    {
        var tenant = await server.NewTenantAsync();
        var deal = await server.OpenDealAsync(tenant);
        await server.PostAsync($"/api/opportunities/{deal}/category?tenant={tenant}", """{ "value": "Commit" }""");
        await (await ClearAsync("")).ShouldHaveStatusAsync(HttpStatusCode.OK);
        await server.PostAsync($"/api/opportunities/{deal}/category?tenant={tenant}", """{ "value": "Commit" }""");

        var repeat = await ClearAsync("");

        (await repeat.JsonAsync()).GetProperty("state").GetProperty("categoryOverridden").GetBoolean().ShouldBeTrue();
        await (await ClearAsync("&reason=late")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        Task<HttpResponseMessage> ClearAsync(string query) => server.SendAsync(HttpMethod.Delete, $"/api/opportunities/{deal}/category?tenant={tenant}{query}", "", "k");
    }

    [Theory]
    [InlineData("/api/opportunities/{deal}/amount", """{ "value": 1 }""")]
    [InlineData("/api/quotas", """{ "for": "ann", "amount": 1, "period": "2026-Q2", "by": "ann" }""")]
    [InlineData("/api/rates", """{ "currency": "EUR", "rate": 1.1 }""")]
    public async Task A_key_that_is_none_is_refused(string path, string body)
    {
        var (tenant, filled) = await FillAsync(path);

        var problem = await (await server.PostAsync($"{filled}?tenant={tenant}", body, new string('k', 201))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");

        problem.GetProperty("errors").Names().ShouldBe(["Idempotency-Key"]);
    }

    private async Task<(string Tenant, string Path)> FillAsync(string path)
    {
        var tenant = await server.NewTenantAsync();
        var deal = await server.OpenDealAsync(tenant);
        if (!path.Contains("{follow-up}", StringComparison.Ordinal))
        {
            return (tenant, path.Replace("{deal}", deal, StringComparison.Ordinal));
        }

        var opened = await server.PostAsync($"/api/follow-ups?tenant={tenant}", """{ "text": "ask", "owner": "ann", "due": "2026-05-09", "by": "ann" }""");
        return (tenant, path.Replace("{follow-up}", (await opened.JsonAsync()).GetProperty("followUp").GetProperty("id").GetString(), StringComparison.Ordinal));
    }

    private async Task<long> HeadAsync(string tenant)
    {
        var ready = await server.GetAsync("/health/ready");
        return ready.GetProperty("tenants").EnumerateArray().Single(t => t.GetProperty("tenant").GetString() == tenant).GetProperty("head").GetInt64();
    }
}
