using System.Net;
using System.Text;
using System.Text.Json;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Sealing;
using DealLedger.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace DealLedger.Server.Tests;

/// <summary>A server in memory on a database of its own, at noon of 2026-05-10.</summary>
public sealed class TestServerFixture : IAsyncLifetime
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);

    private WebApplication? _app;
    private int _deals;

    public LedgerHost Ledger { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Ledger = await LedgerHost.OpenAsync(await TestDatabase.CreateDatabaseAsync(), new FixedClock(Noon), SealKey.Create, CancellationToken.None);
        _app = ServerApp.Build(Ledger, web => web.UseTestServer());
        await _app.StartAsync();
        Client = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    /// <summary>An id that no other test uses.</summary>
    public string NewId() => $"deal-{Interlocked.Increment(ref _deals)}";

    /// <summary>A tenant that no other test uses.</summary>
    public async Task<string> NewTenantAsync()
    {
        TenantId.TryParse($"t{Interlocked.Increment(ref _deals)}", out var tenant).ShouldBeTrue();
        await Ledger.Directory.EnsureAsync(tenant, Cancel);
        return tenant.Value;
    }

    /// <summary>Opens a deal with an amount of 100 that closes on 2026-06-01.</summary>
    public async Task<string> OpenDealAsync(string? tenant = null, string owner = "ann", string at = "2026-05-01T00:00:00Z")
    {
        var id = NewId();
        var response = await PostAsync(
            $"/api/opportunities?tenant={tenant ?? "default"}",
            $$"""{ "id": "{{id}}", "name": "Deal", "owner": "{{owner}}", "stage": "Proposal", "amount": 100, "closeDate": "2026-06-01", "type": "New", "at": "{{at}}" }""");
        await response.ShouldHaveStatusAsync(HttpStatusCode.Created);
        return id;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var response = await Client.GetAsync(path, Cancel);
        await response.ShouldHaveStatusAsync(HttpStatusCode.OK);
        return await response.JsonAsync();
    }

    public Task<HttpResponseMessage> TryGetAsync(string path) => Client.GetAsync(path, Cancel);

    public Task<HttpResponseMessage> PostAsync(string path, string json, string? key = null) => SendAsync(HttpMethod.Post, path, json, key);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string json, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Client.SendAsync(request, Cancel);
    }
}
