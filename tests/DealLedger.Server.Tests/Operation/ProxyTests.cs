using System.Net;
using System.Text.Json;
using DealLedger.Server.Access;
using DealLedger.Server.Operation;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Tests.Operation;

/// <summary>Who is believed that a request came by HTTPS. Nobody signs in here, so whoever gets past that is asked to.</summary>
public sealed class ProxyTests
{
    private const string Proxy = "10.1.2.3";
    private const string Stranger = "192.0.2.7";

    private static readonly (string, string) ByHttps = ("X-Forwarded-Proto", "https");
    private static readonly (string, string) ForStranger = ("X-Forwarded-For", Stranger);

    private static readonly OperationOptions BehindProxy = new() { Proxies = [IPNetwork.Parse("10.1.2.0/24")] };

    [Fact]
    public async Task What_a_declared_proxy_got_by_https_is_let_in()
    {
        await using var server = await OpenAsync();

        (await CodeAsync(server, Proxy, ForStranger, ByHttps)).ShouldBe("sign-in-needed");
    }

    [Fact]
    public async Task What_a_declared_proxy_got_by_plain_http_is_refused()
    {
        await using var server = await OpenAsync();

        (await CodeAsync(server, Proxy, ForStranger, ("X-Forwarded-Proto", "http"))).ShouldBe("tls-needed");
        (await CodeAsync(server, Proxy)).ShouldBe("tls-needed");
    }

    [Fact]
    public async Task Nobody_else_is_believed()
    {
        await using var server = await OpenAsync();

        (await CodeAsync(server, Stranger, ByHttps)).ShouldBe("tls-needed");
        (await CodeAsync(server, Stranger, ("X-Forwarded-For", "127.0.0.1"), ByHttps)).ShouldBe("tls-needed");
        (await CodeAsync(server, Stranger, ("X-Forwarded-For", Proxy), ByHttps)).ShouldBe("tls-needed");
    }

    [Fact]
    public async Task Without_a_declared_proxy_no_header_counts_not_even_from_the_machine_itself()
    {
        await using var server = await OperatedServer.StartAsync(new AccessOptions { SignInNeeded = true });

        (await CodeAsync(server, Stranger, ByHttps)).ShouldBe("tls-needed");
        var own = await server.GetFromAsync("127.0.0.1", "/api/forecast", ByHttps, ForStranger);
        own.Request.Scheme.ShouldBe("http");
        own.Connection.RemoteIpAddress.ShouldBe(IPAddress.Loopback);
    }

    [Fact]
    public async Task Probes_of_health_need_no_tls()
    {
        await using var server = await OpenAsync();

        (await server.GetFromAsync(Stranger, "/health/live")).Response.StatusCode.ShouldBe(StatusCodes.Status200OK);
        (await server.GetFromAsync(Stranger, "/health/ready")).Response.StatusCode.ShouldBe(StatusCodes.Status200OK);
    }

    private static Task<OperatedServer> OpenAsync() => OperatedServer.StartAsync(new AccessOptions { SignInNeeded = true }, BehindProxy);

    private static async Task<string?> CodeAsync(OperatedServer server, string from, params IReadOnlyList<(string, string)> headers)
    {
        var context = await server.GetFromAsync(from, "/api/forecast", headers);
        using var problem = await JsonDocument.ParseAsync(context.Response.Body, cancellationToken: TestContext.Current.CancellationToken);
        return problem.RootElement.GetProperty("code").GetString();
    }
}
