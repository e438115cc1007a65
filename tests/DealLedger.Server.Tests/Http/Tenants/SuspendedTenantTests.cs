using System.Net;
using System.Text.Json;
using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Server.Pages;

namespace DealLedger.Server.Tests.Http.Tenants;

public sealed class SuspendedTenantTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    private const string Call =
        """{ "period": "2026-Q2", "for": "ann", "layer": "rep", "category": "commit", "amount": 100, "by": "ann" }""";

    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["post /api/opportunities"] = """{ "id": "another" }""",
        ["put /api/settings/{setting}"] = """{ "value": "EUR" }""",
        ["post /api/rates"] = """{ "currency": "EUR", "rate": 1.1 }""",
        ["post /api/calls"] = Call,
        ["post /api/quotas"] = """{ "for": "ann", "period": "2026-Q2", "amount": 5, "by": "ann" }""",
        ["post /api/follow-ups"] = """{ "owner": "ann", "due": "2026-06-01", "text": "call", "by": "ann", "deal": "{id}" }""",
        ["post /api/follow-ups/{id}/change"] = """{ "due": "2026-06-02", "by": "ann" }""",
        ["post /api/follow-ups/{id}/close"] = """{ "result": "done", "by": "ann" }""",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_and_page_refuses_it_and_answers_again_when_it_is_resumed()
    {
        var name = await server.NewTenantAsync();
        TenantId.TryParse(name, out var tenant).ShouldBeTrue();
        var deal = await server.OpenDealAsync(name);
        var operations = (await server.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(o => (Method: o.Name, Path: path.Name)))
            .Where(o => o.Path.StartsWith("/api", StringComparison.Ordinal))

            // Keys are taken back, and who asked for what is read all the same.
            .Where(o => !o.Path.StartsWith("/api/keys", StringComparison.Ordinal) && o.Path != "/api/access").ToList();
        operations.Count.ShouldBeGreaterThan(30);

        var since = (await server.Ledger.Register.SuspendAsync(tenant, "unpaid", Cancel)).SuspendedSince!.Value;

        foreach (var (method, path) in operations)
        {
            var problem = await (await SendAsync(method, path, name, deal)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "tenant-suspended");
            problem.GetProperty("detail").GetString()!.ShouldContain(since.ToIso(), Case.Sensitive, path);
        }

        foreach (var path in PageRoutes.Navigation.Select(p => p.Path).Concat(["/find?q=deal", $"/deals/{deal}", "/calls/one"]))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}tenant={name}");
            request.Headers.Add("Accept", "text/html");
            var page = await server.Client.SendAsync(request, Cancel);
            page.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("is suspended since");
        }

        (await server.GetAsync("/health/ready")).GetProperty("status").GetString().ShouldBe("ready");
        await server.Ledger.Register.ResumeAsync(tenant, Cancel);
        (await server.GetAsync($"/api/opportunities/{deal}?tenant={name}")).GetProperty("version").GetInt64().ShouldBe(1);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string tenant, string deal)
    {
        var address = path.Replace("{id}", path.Contains("/events/", StringComparison.Ordinal) ? "@1" : deal, StringComparison.Ordinal)
            .Replace("{setting}", "currency", StringComparison.Ordinal);
        var isChange = CommandWords.All.FirstOrDefault(c => path == $"/api/opportunities/{{id}}/{c}");
        var body = isChange is not null ? Body(isChange) : Bodies.GetValueOrDefault($"{method} {path}")?.Replace("{id}", deal, StringComparison.Ordinal);
        var query = path == "/api/find" ? "&q=deal" : "";
        using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), $"{address}?tenant={tenant}{query}");
        if (body is not null)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }

        return await server.Client.SendAsync(request, Cancel);
    }

    private static string Body(string change) => change is "clear-category" or "delete" or "restore"
        ? "{}"
        : JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["value"] = change switch { "amount" => 5, "close-date" => "2026-07-01", "category" => "Commit", "merge-into" => "another", _ => "Proposal" },
        });
}
