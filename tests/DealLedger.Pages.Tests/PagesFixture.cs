using System.Net;
using System.Text;
using System.Text.Json;
using DealLedger.Core.Ledger;
using DealLedger.Import.Sample;
using DealLedger.Pages.Tests;
using DealLedger.Postgres.Sealing;
using DealLedger.Server;
using DealLedger.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(PagesFixture))]

namespace DealLedger.Pages.Tests;

/// <summary>A server on a port of its own with the sample company, at noon of 2026-05-20, and a browser to look at it.</summary>
public sealed class PagesFixture : IAsyncLifetime
{
    internal const int Deals = 600;

    private static readonly DateTimeOffset Noon = new(2026, 5, 20, 12, 0, 0, TimeSpan.Zero);

    private LedgerHost? _ledger;
    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private HttpClient? _client;
    private int _tenants;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string Address => _app!.Urls.First();

    /// <summary>The ledger that the pages show.</summary>
    internal LedgerHost Ledger => _ledger!;

    public async ValueTask InitializeAsync()
    {
        var clock = new FixedClock(Noon);
        _ledger = await LedgerHost.OpenAsync(await TestDatabase.CreateDatabaseAsync(), clock, SealKey.Create, CancellationToken.None);
        await new SampleLoader(_ledger.Database, _ledger.Directory, _ledger.Projector, clock)
            .LoadAsync(TenantId.Default, SampleCompany.Generate(Deals, seed: 1, new DateOnly(2026, 5, 19)), progress: null, CancellationToken.None);
        _app = ServerApp.Build(_ledger, ServerApp.ListenOn(IPAddress.Loopback, 0));
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(Address) };
        (_playwright, _browser) = await Browser.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_ledger is not null)
        {
            await _ledger.DisposeAsync();
        }
    }

    /// <summary>A window with cookies of its own, on this server or on another one.</summary>
    internal async Task<Visit> VisitAsync(
        string path, ColorScheme colours = ColorScheme.Light, int width = 1280, int height = 800, bool hasScript = true, string? address = null)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address ?? Address, ColorScheme = colours, ViewportSize = new ViewportSize { Width = width, Height = height }, JavaScriptEnabled = hasScript, AcceptDownloads = true,
        });
        var visit = new Visit(context, await context.NewPageAsync());
        await visit.Page.GotoAsync(path);
        return visit;
    }

    /// <summary>What the API answers.</summary>
    internal async Task<JsonElement> AskAsync(string path)
    {
        var response = await _client!.GetAsync(path, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>A page as a program gets it.</summary>
    internal async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        return await _client!.SendAsync(request, Cancel);
    }

    /// <summary>A tenant that no other test uses.</summary>
    internal async Task<string> NewTenantAsync()
    {
        TenantId.TryParse($"t{Interlocked.Increment(ref _tenants)}", out var tenant).ShouldBeTrue();
        await _ledger!.Directory.EnsureAsync(tenant, Cancel);
        return tenant.Value;
    }

    /// <summary>A tenant that no other test uses, with a sample company of so many deals.</summary>
    internal async Task<string> NewSampleAsync(int deals)
    {
        var tenant = await NewTenantAsync();
        TenantId.TryParse(tenant, out var id).ShouldBeTrue();
        await new SampleLoader(_ledger!.Database, _ledger.Directory, _ledger.Projector, new FixedClock(Noon))
            .LoadAsync(id, SampleCompany.Generate(deals, seed: 2, new DateOnly(2026, 5, 19)), progress: null, Cancel);
        return tenant;
    }

    /// <summary>Opens a deal of an amount that closes on 2026-06-10, yesterday at noon.</summary>
    internal Task OpenDealAsync(string tenant, string id, string name, decimal amount) => PostAsync(
        $"/api/opportunities?tenant={tenant}",
        new { id, name, amount, owner = "ann", stage = "Proposal", closeDate = "2026-06-10", at = "2026-05-19T12:00:00Z" });

    /// <summary>What the API answers to what is sent to it.</summary>
    internal async Task<JsonElement> PostAsync(string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        var response = await _client!.PostAsync(path, content, Cancel);
        var answer = await response.Content.ReadAsStringAsync(Cancel);
        response.IsSuccessStatusCode.ShouldBeTrue(answer);
        return JsonDocument.Parse(answer).RootElement;
    }
}
