using System.Net;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Postgres;
using DealLedger.Postgres.Sealing;
using DealLedger.Server.Access;
using DealLedger.Server.Operation;
using DealLedger.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Tests.Operation;

/// <summary>A server on a database of its own, run as a test says.</summary>
internal sealed class OperatedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OperatedServer(LedgerHost ledger, WebApplication app) => (Ledger, _app) = (ledger, app);

    public LedgerHost Ledger { get; }

    public string Address => _app.Urls.First();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<OperatedServer> StartAsync(
        AccessOptions? access = null, OperationOptions? operation = null, Func<SealKey>? sealKey = null, TimeProvider? clock = null,
        Action<IWebHostBuilder>? listen = null)
    {
        var database = await TestDatabase.CreateDatabaseAsync(Cancel);
        var ledger = await LedgerHost.OpenAsync(database, clock ?? new FixedClock(TestServerFixture.Noon), sealKey ?? SealKey.Create, Cancel);
        var app = ServerApp.Build(ledger, listen ?? (web => web.UseTestServer()), access, operation);
        await app.StartAsync(Cancel);
        return new OperatedServer(ledger, app);
    }

    /// <summary>Asks in memory, as somebody on the machine.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var client = _app.GetTestClient();
        return await client.GetAsync(path, Cancel);
    }

    /// <summary>Asks in memory as somebody at an address of the network, over plain HTTP.</summary>
    public async Task<HttpContext> GetFromAsync(string address, string path, params IReadOnlyList<(string Name, string Value)> headers) =>
        await _app.GetTestServer().SendAsync(
            context =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                context.Request.Method = "GET";
                context.Request.Scheme = "http";
                context.Request.Host = new HostString("ledger.example");
                context.Request.Path = path;
                foreach (var (name, value) in headers)
                {
                    context.Request.Headers[name] = value;
                }
            },
            Cancel);

    /// <summary>A service of the server.</summary>
    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<TenantId> AddTenantAsync(string id)
    {
        TenantId.TryParse(id, out var tenant).ShouldBeTrue();
        await Ledger.Directory.EnsureAsync(tenant, Cancel);
        return tenant;
    }

    /// <summary>Opens a deal past the HTTP API.</summary>
    public Task<Recorded> OpenDealAsync(TenantId tenant, string id) => Ledger.Commands.RecordAsync(
        tenant, id, new OpenOpportunity("Deal", null, "ann", "Proposal", null, 100, null, new DateOnly(2026, 6, 1), null, null, null), new CommandOrigin("ann"), Cancel);

    /// <summary>Ends what runs, in order.</summary>
    public Task StopAsync() => _app.StopAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Ledger.DisposeAsync();
    }
}
