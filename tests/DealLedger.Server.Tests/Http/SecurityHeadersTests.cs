using System.Net;

namespace DealLedger.Server.Tests.Http;

public sealed class SecurityHeadersTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/api/forecast")]
    [InlineData("/api/forecast?period=x")]
    [InlineData("/nothing")]
    public async Task Every_response_has_them(string path)
    {
        var response = await server.TryGetAsync(path);

        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'self'");
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task An_unknown_address_is_a_problem() =>
        await (await server.TryGetAsync("/nothing")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "route-unknown");

    [Fact]
    public async Task A_wrong_method_is_a_problem() =>
        await (await server.PostAsync("/api/forecast", "{}")).ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
}
