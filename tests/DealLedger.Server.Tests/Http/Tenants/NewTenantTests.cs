using System.Net;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Server.Tests.Access;

namespace DealLedger.Server.Tests.Http.Tenants;

/// <summary>Where everyone has to sign in, what a request tells makes no tenant.</summary>
public sealed class NewTenantTests(AccessFixture server) : IClassFixture<AccessFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Leader, "POST", "/api/opportunities", """{ "id": "first" }""")]
    [InlineData(Role.Admin, "PUT", "/api/settings/currency", """{ "value": "EUR" }""")]
    [InlineData(Role.Admin, "POST", "/api/rates", """{ "currency": "GBP", "rate": 1.1 }""")]
    public async Task A_tenant_that_is_not_there_stays_away_and_one_that_is_takes_it_in(Role role, string method, string path, string body)
    {
        TenantId.TryParse($"absent_{role}_{method}".ToLowerInvariant(), out var absent).ShouldBeTrue();

        var refused = await server.SendAsync(new Caller("key:test", absent, role, null), method, path, body);
        var taken = await server.SendAsync(AccessFixture.Of(role), method, path, body);

        refused.Status.ShouldBe(HttpStatusCode.NotFound);
        refused.Body.ShouldContain("\"code\":\"tenant-unknown\"");
        (await server.Ledger.Directory.ExistsAsync(absent, Cancel)).ShouldBeFalse();
        ((int)taken.Status).ShouldBeLessThan(300, taken.Body);
    }
}
