using System.Diagnostics.Metrics;
using System.Net;
using System.Text.RegularExpressions;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Postgres.Telemetry;
using DealLedger.Server.Access;
using DealLedger.Server.Operation.Metrics;
using DealLedger.Server.Tests.Operation;

namespace DealLedger.Server.Tests.Http.Metrics;

public sealed partial class GetMetricsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_tells_what_the_server_did_and_how_far_it_is()
    {
        await using var server = await OperatedServer.StartAsync();
        var recorded = await RecordAsync(server, TenantId.Default, "deal-1");
        await (await server.GetAsync("/api/forecast")).ShouldHaveStatusAsync(HttpStatusCode.OK);
        await (await server.GetAsync("/api/opportunities/nobody")).ShouldHaveStatusAsync(HttpStatusCode.NotFound);

        var response = await server.GetAsync("/metrics");

        response.Content.Headers.ContentType!.ToString().ShouldBe(MetricCollector.ContentType);
        var page = await response.Content.ReadAsStringAsync(Cancel);
        page.ShouldContain("dealledger_append_duration_seconds_count{path=\"single\",outcome=\"accepted\"} 1\n");
        page.ShouldContain("dealledger_append_duration_seconds_bucket{path=\"single\",outcome=\"accepted\",le=\"+Inf\"} 1\n");
        page.ShouldContain($"dealledger_append_events_total {recorded.Version}\n");
        page.ShouldContain("dealledger_query_duration_seconds_count{kind=\"forecast\",outcome=\"answered\"} 1\n");
        page.ShouldContain("dealledger_query_duration_seconds_count{kind=\"deal\",outcome=\"refused\"} 1\n");
        page.ShouldContain("dealledger_refusals_total{code=\"opportunity-unknown\"} 1\n");
        page.ShouldContain($"dealledger_log_head{{tenant=\"default\"}} {recorded.Version}\n");
        page.ShouldContain($"dealledger_projection_position{{tenant=\"default\"}} {recorded.Version}\n");
        page.ShouldContain("dealledger_projection_lag{tenant=\"default\"} 0\n");
        page.ShouldContain("dealledger_tenants 1\n");
        page.ShouldContain("# TYPE dealledger_append_duration_seconds histogram\n");
        page.ShouldContain("http_route=\"/api/forecast\"", Case.Sensitive, "requests are the framework's own to measure");
        page.ShouldContain("db_client_", Case.Sensitive, "and pools the driver's");
        foreach (var line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Line().IsMatch(line).ShouldBeTrue(line);
        }
    }

    [Fact]
    public async Task A_server_shows_its_own_numbers_beside_another_one_in_the_process()
    {
        await using var server = await OperatedServer.StartAsync();
        await using var other = await OperatedServer.StartAsync();
        await RecordAsync(other, TenantId.Default, "deal-1");

        var page = await (await server.GetAsync("/metrics")).Content.ReadAsStringAsync(Cancel);

        page.ShouldNotContain("dealledger_append_duration_seconds_count");
        page.ShouldContain("dealledger_log_head{tenant=\"default\"} 0\n");
    }

    [Fact]
    public async Task Nobody_reads_it_without_signing_in_where_that_is_needed()
    {
        await using var server = await OperatedServer.StartAsync(new AccessOptions { SignInNeeded = true });

        await (await server.GetAsync("/metrics")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in-needed");
    }

    [Fact]
    public async Task A_caller_of_one_tenant_sees_no_other_ones_name()
    {
        await using var server = await OperatedServer.StartAsync();
        var (ours, theirs) = (await server.AddTenantAsync("ours"), await server.AddTenantAsync("theirs"));
        await RecordAsync(server, ours, "deal-1");
        await RecordAsync(server, theirs, "deal-1");
        await server.Ledger.Projector.PositionAsync(ours, Cancel);
        await server.Ledger.Projector.PositionAsync(theirs, Cancel);

        var page = server.Get<MetricCollector>().Write("ours");

        page.ShouldContain("dealledger_log_head{tenant=\"ours\"}");
        page.ShouldNotContain("theirs");
        server.Get<MetricCollector>().Write().ShouldContain("dealledger_log_head{tenant=\"theirs\"}");
    }

    [Fact]
    public async Task Labels_that_would_break_a_line_do_not()
    {
        await using var server = await OperatedServer.StartAsync();
        using var meter = Measuring(server);
        meter.CreateCounter<int>("hostile").Add(3, new KeyValuePair<string, object?>("what-it.is", "a\"b\\c\nd"));

        server.Get<MetricCollector>().Write().ShouldContain("""hostile_total{what_it_is="a\"b\\c\nd"} 3""");
    }

    [Fact]
    public async Task Labels_without_end_are_counted_and_not_kept()
    {
        await using var server = await OperatedServer.StartAsync();
        using var meter = Measuring(server);
        var counter = meter.CreateCounter<long>("endless");
        for (var i = 0; i < 1_500; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", i));
        }

        var page = server.Get<MetricCollector>().Write();

        page.Split('\n').Count(line => line.StartsWith("endless_total{", StringComparison.Ordinal)).ShouldBe(1_000);
        page.ShouldContain("dealledger_metrics_dropped_total 500\n");
    }

    [Fact]
    public async Task Values_fall_into_their_buckets_and_gauges_keep_the_last()
    {
        await using var server = await OperatedServer.StartAsync();
        using var meter = Measuring(server);
        var times = meter.CreateHistogram("times", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        foreach (var seconds in new[] { 0.5, 1, 1.5, 7 })
        {
            times.Record(seconds);
        }

        var gauge = meter.CreateGauge<double>("level");
        gauge.Record(5);
        gauge.Record(2.5);
        var open = meter.CreateUpDownCounter<int>("open");
        open.Add(3);
        open.Add(-1);

        var page = server.Get<MetricCollector>().Write();

        page.ShouldContain(
            "times_seconds_bucket{le=\"1\"} 2\ntimes_seconds_bucket{le=\"2\"} 3\ntimes_seconds_bucket{le=\"+Inf\"} 4\ntimes_seconds_sum 10\ntimes_seconds_count 4\n");
        page.ShouldContain("# TYPE level gauge\nlevel 2.5\n");
        page.ShouldContain("open 2\n");
    }

    private static Meter Measuring(OperatedServer server) => new(new MeterOptions(LedgerMeters.Name) { Scope = server.Ledger.Database });

    private static async Task<Recorded> RecordAsync(OperatedServer server, TenantId tenant, string id)
    {
        var recorded = await server.OpenDealAsync(tenant, id);
        await server.Ledger.Projector.CatchUpAsync(tenant, recorded.Version, Cancel);
        await server.Ledger.Projector.PositionAsync(tenant, Cancel);
        return recorded;
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*|[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*",?)+\})? (-?[0-9.]+(E[+-]?[0-9]+)?|NaN|[+-]Inf))$""")]
    private static partial Regex Line();
}
