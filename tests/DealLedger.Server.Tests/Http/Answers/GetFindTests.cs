using System.Net;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetFindTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task Deals_are_told_with_what_tells_them_apart()
    {
        var tenant = await server.NewTenantAsync();
        var id = await server.OpenDealAsync(tenant);

        var found = await server.GetAsync($"/api/find?tenant={tenant}&q=dea");

        found.Names().ShouldBe(["tenant", "text", "knownAt", "position", "notes", "deals", "more"]);
        var deal = found.GetProperty("deals")[0];
        deal.Names().ShouldBe(["id", "name", "account", "accountName", "owner", "ownerName", "stage", "outcome", "amount", "currency", "closeDate"]);
        deal.GetProperty("id").GetString().ShouldBe(id);
        found.GetProperty("more").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("q=a")]
    [InlineData("q=ab&limit=51")]
    public async Task What_cannot_be_looked_for_is_refused(string query) =>
        await (await server.TryGetAsync("/api/find?" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");
}
