using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealLedger.Server.Tests.Http.Tenants;

/// <summary>Where everyone has to sign in, what a request tells makes no tenant.</summary>
public sealed class NewTenantTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    private const string RoleHeader = "X-Test-Role";
    private const string TenantHeader = "X-Test-Tenant";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Leader, "POST", "/api/opportunities", """{ "id": "first" }""")]
    [InlineData(Role.Admin, "PUT", "/api/settings/currency", """{ "value": "EUR" }""")]
    [InlineData(Role.Admin, "POST", "/api/rates", """{ "currency": "EUR", "rate": 1.1 }""")]
    public async Task A_tenant_that_is_not_there_stays_away_and_one_that_is_takes_it_in(Role role, string method, string path, string body)
    {
        await using var app = ServerApp.Build(
            server.Ledger,
            web =>
            {
                web.UseTestServer();
                web.ConfigureServices(services => services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, TestSignIn>("test", null));
            },
            new AccessOptions { SignInNeeded = true });
        await app.StartAsync(Cancel);
        using var client = app.GetTestClient();
        TenantId.TryParse($"absent_{role}_{method}".ToLowerInvariant(), out var absent).ShouldBeTrue();
        var present = await server.NewTenantAsync();

        var refused = await SendAsync(absent.Value);
        var taken = await SendAsync(present);

        await app.StopAsync(Cancel);
        await refused.ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant-unknown");
        (await server.Ledger.Directory.ExistsAsync(absent, Cancel)).ShouldBeFalse();
        taken.IsSuccessStatusCode.ShouldBeTrue(await taken.Content.ReadAsStringAsync(Cancel));

        async Task<HttpResponseMessage> SendAsync(string tenant)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add(RoleHeader, role.ToString());
            request.Headers.Add(TenantHeader, tenant);
            return await client.SendAsync(request, Cancel);
        }
    }

    private sealed class TestSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            TenantId.TryParse(Request.Headers[TenantHeader], out var tenant).ShouldBeTrue();
            var caller = new Caller("key:test", tenant, Enum.Parse<Role>(Request.Headers[RoleHeader]!), null);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(CallerClaims.Principal(caller, Scheme.Name), Scheme.Name)));
        }
    }
}
