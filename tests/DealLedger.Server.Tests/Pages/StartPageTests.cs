namespace DealLedger.Server.Tests.Pages;

public sealed class StartPageTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task The_start_page_shows_what_changed_since_last_week()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant, at: "2026-05-08T00:00:00Z");
        await server.GetAsync($"/api/forecast?tenant={tenant}");

        var response = await server.TryGetAsync($"/?tenant={tenant}");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain("What changed in 2026-Q2 since last week");
        page.ShouldContain("<td>New</td><td class=\"number\">1</td><td class=\"number\">100</td>");
    }
}
