using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using DealLedger.Core.Ledger;
using DealLedger.Server.Operation;
using DealLedger.Server.Operation.Metrics;
using DealLedger.Server.Operation.Tls;
using DealLedger.Testing;

namespace DealLedger.Server.Tests.Operation;

public sealed class TlsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("certificate.pem", "key.pem", null)]
    [InlineData("both.pem", null, null)]
    [InlineData("certificate.pem", "encrypted.pem", TestCertificate.Password)]
    [InlineData("both.pfx", null, TestCertificate.Password)]
    public async Task A_server_with_a_certificate_speaks_https_and_nothing_else(string file, string? keyFile, string? password)
    {
        using var certificate = new TestCertificate();
        await using var server = await StartAsync(
            ServerCertificate.Load(certificate.In(file), keyFile is null ? null : certificate.In(keyFile), password, TimeProvider.System));

        var (thumbprint, response) = await GetAsync(server);

        server.Address.ShouldStartWith("https://");
        thumbprint.ShouldBe(certificate.Thumbprint);
        response.Version.ShouldBe(HttpVersion.Version20);
        response.Headers.GetValues("Strict-Transport-Security").ShouldHaveSingleItem().ShouldStartWith("max-age=");
        using var plain = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(plain.GetAsync(new Uri(server.Address.Replace("https:", "http:", StringComparison.Ordinal) + "/health/live"), Cancel));
    }

    [Fact]
    public async Task A_certificate_that_was_replaced_is_presented_within_a_minute_and_a_broken_one_is_not()
    {
        var clock = new ManualClock(TestServerFixture.Noon);
        using var first = new TestCertificate();
        using var second = new TestCertificate();
        await using var server = await StartAsync(ServerCertificate.Load(first.In("both.pem"), null, null, clock));
        var presented = (await GetAsync(server)).Thumbprint;

        second.Replace(first);
        clock.Pass(TimeSpan.FromMinutes(1));
        var replaced = (await GetAsync(server)).Thumbprint;
        await File.WriteAllTextAsync(first.In("both.pem"), "-----BEGIN CERTIFICATE-----\nhalf", Cancel);
        clock.Pass(TimeSpan.FromMinutes(1));
        var afterwards = (await GetAsync(server)).Thumbprint;

        presented.ShouldNotBe(replaced);
        replaced.ShouldBe(second.Thumbprint);
        afterwards.ShouldBe(second.Thumbprint);
    }

    [Fact]
    public async Task A_certificate_that_was_made_before_the_key_file_was_written_is_presented_too()
    {
        var clock = new ManualClock(TestServerFixture.Noon);
        using var first = new TestCertificate();
        using var second = first.Renewed();
        var certificate = first.In("certificate.pem");
        File.SetLastWriteTimeUtc(certificate, File.GetLastWriteTimeUtc(first.In("key.pem")).AddDays(-2));
        await using var server = await StartAsync(ServerCertificate.Load(certificate, first.In("key.pem"), null, clock));

        File.Copy(second.In("certificate.pem"), certificate, overwrite: true);
        File.SetLastWriteTimeUtc(certificate, File.GetLastWriteTimeUtc(first.In("key.pem")).AddDays(-1));
        clock.Pass(TimeSpan.FromMinutes(1));

        (await GetAsync(server)).Thumbprint.ShouldBe(second.Thumbprint);
    }

    [Fact]
    public async Task The_metrics_tell_when_the_certificate_runs_out()
    {
        using var certificate = new TestCertificate();
        await using var server = await OperatedServer.StartAsync(
            operation: new OperationOptions { Certificate = ServerCertificate.Load(certificate.In("both.pem"), null, null, TimeProvider.System) });

        server.Get<MetricCollector>().Write().ShouldContain($"dealledger_tls_certificate_remaining_seconds {TimeSpan.FromDays(10).TotalSeconds:0}\n");
    }

    [Theory]
    [InlineData("certificate.pem", null, null, "no private key")]
    [InlineData("certificate.pem", "certificate.pem", null, "no private key")]
    [InlineData("certificate.pem", "encrypted.pem", null, "is encrypted; give its password")]
    [InlineData("certificate.pem", "encrypted.pem", "wrong password", "")]
    [InlineData("both.pfx", null, "wrong password", "")]
    [InlineData("nothing.pem", null, null, "There is no file")]
    public void A_certificate_that_cannot_be_used_is_refused_without_its_password(string file, string? keyFile, string? password, string saying)
    {
        using var certificate = new TestCertificate();

        var refused = Should.Throw<RefusedException>(
            () => ServerCertificate.Load(certificate.In(file), keyFile is null ? null : certificate.In(keyFile), password, TimeProvider.System));

        refused.Refusal.Code.ShouldBe("certificate-unreadable");
        refused.Message.ShouldContain(saying);
        refused.Message.ShouldNotContain("wrong password", Case.Sensitive);
    }

    private static Task<OperatedServer> StartAsync(ServerCertificate certificate)
    {
        var operation = new OperationOptions { Certificate = certificate };
        return OperatedServer.StartAsync(operation: operation, listen: Listening.On([IPAddress.Loopback], 0, operation));
    }

    // A connection of its own each time, so that each is presented what holds then.
    private static async Task<(string? Thumbprint, HttpResponseMessage Response)> GetAsync(OperatedServer server)
    {
        string? thumbprint = null;
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    thumbprint = (certificate as X509Certificate2)?.Thumbprint;
                    return thumbprint is not null;
                },
            },
        };
        using var client = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20 };
        var response = await client.GetAsync(new Uri(server.Address + "/health/live"), Cancel);
        return (thumbprint, response);
    }
}
