using System.Collections.Concurrent;
using System.Net;
using System.Text;
using DealLedger.Core.Ledger;
using DealLedger.Server.Operation;
using DealLedger.Server.Operation.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Tests.Operation;

public sealed class OtlpExportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_and_traces_reach_the_collector_at_the_latest_when_the_server_stops()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await OperatedServer.StartAsync(
            operation: new OperationOptions { Telemetry = new TelemetryOptions(collector.Address) { Headers = "x-collector-key=hunter2" } });
        await server.OpenDealAsync(TenantId.Default, "deal-1");
        await (await server.GetAsync("/api/forecast")).ShouldHaveStatusAsync(HttpStatusCode.OK);

        await server.StopAsync();

        var metrics = collector.Received("/v1/metrics");
        metrics.ShouldContain("dealledger.append.duration");
        metrics.ShouldContain("dealledger.query.duration");
        metrics.ShouldContain("dealledger.projection.lag");
        metrics.ShouldContain("http.server.request.duration");
        var traces = collector.Received("/v1/traces");
        traces.ShouldContain("GET /api/forecast");
        traces.ShouldContain("dealledger.query.kind");
        traces.ShouldContain("append");
        collector.Keys.ShouldAllBe(key => key == "hunter2");
    }

    [Fact]
    public async Task A_collector_that_is_away_does_not_keep_the_server_from_stopping()
    {
        await using var server = await OperatedServer.StartAsync(operation: new OperationOptions { Telemetry = new TelemetryOptions(new Uri("http://127.0.0.1:1")) });
        await (await server.GetAsync("/api/forecast")).ShouldHaveStatusAsync(HttpStatusCode.OK);

        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public void Headers_for_the_collector_are_not_shown() =>
        new TelemetryOptions(new Uri("http://collector:4318")) { Headers = "key=hunter2" }.ToString().ShouldNotContain("hunter2");

    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentQueue<(string Path, string? Key, string Body)> _received = new();

        private Collector()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            _app = builder.Build();
            _app.Run(TakeAsync);
        }

        public Uri Address => new(_app.Urls.First());

        public IEnumerable<string?> Keys => _received.Select(r => r.Key);

        public static async Task<Collector> StartAsync()
        {
            var collector = new Collector();
            await collector._app.StartAsync(Cancel);
            return collector;
        }

        public string Received(string path) => string.Concat(_received.Where(r => r.Path == path).Select(r => r.Body));

        public async ValueTask DisposeAsync()
        {
            await _app.StopAsync(Cancel);
            await _app.DisposeAsync();
        }

        private async Task TakeAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, Cancel);
            _received.Enqueue((context.Request.Path, context.Request.Headers["x-collector-key"], Encoding.Latin1.GetString(body.ToArray())));
        }
    }
}
