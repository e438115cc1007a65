using System.Net;
using System.Text;
using DealLedger.Postgres.Sealing;
using DealLedger.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace DealLedger.Server.Tests.Http;

public sealed class SmallPoolTests : IAsyncLifetime
{
    private const int AtOnce = 12;

    private LedgerHost _ledger = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await TestDatabase.CreateDatabaseAsync(Cancel);
        _ledger = await LedgerHost.OpenAsync(database + ";Maximum Pool Size=3", new FixedClock(TestServerFixture.Noon), SealKey.Create, Cancel);
        _app = ServerApp.Build(_ledger, web => web.UseTestServer());
        await _app.StartAsync(Cancel);
        _client = _app.GetTestClient();
        await PostAsync(
            "/api/opportunities", """{ "id": "D1", "name": "Deal", "owner": "ann", "stage": "Proposal", "amount": 100, "closeDate": "2026-06-01", "at": "2026-05-01T00:00:00Z" }""");
        await PostAsync("/api/calls", """{ "period": "2026-Q2", "for": "ann", "layer": "rep", "category": "commit", "amount": 90, "by": "ann" }""");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _ledger.DisposeAsync();
    }

    [Fact]
    public async Task More_audits_at_once_than_there_are_connections_are_all_answered()
    {
        var audits = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => _client.GetAsync("/api/audit?period=2026-Q2", Cancel)));

        foreach (var audit in audits)
        {
            await audit.ShouldHaveStatusAsync(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task More_seals_at_once_than_there_are_connections_are_all_made()
    {
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => PostAsync("/api/seals", "")));
    }

    private async Task PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(path, content, Cancel);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
    }
}
