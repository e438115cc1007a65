using System.Net;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetForecastTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    private static readonly string[] Row =
        [
            "key", "name", "closed", "commit", "mostLikely", "bestCase", "pipeline", "omitted", "lost", "openPipeline", "weighted", "calls", "quota", "attainment", "gap", "coverage",
        ];

    [Fact]
    public async Task A_forecast_has_the_shape_of_the_contract()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);

        var forecast = await server.GetAsync($"/api/forecast?tenant={tenant}&period=2026-Q2&by=owner");

        forecast.Names().ShouldBe(
            ["definition", "tenant", "asOf", "knownAt", "position", "notes", "period", "rollup", "currency", "unconverted", "total", "rows", "settingsVersion", "ratesAt"]);
        forecast.GetProperty("definition").GetString().ShouldBe("forecast/1");
        forecast.GetProperty("tenant").GetString().ShouldBe(tenant);
        forecast.GetProperty("asOf").GetString().ShouldBe("2026-05-10T12:00:00Z");
        forecast.GetProperty("position").GetInt64().ShouldBe(1);
        forecast.GetProperty("period").GetRawText().ShouldBe("""{"id":"2026-Q2","start":"2026-04-01","end":"2026-06-30"}""");
        forecast.GetProperty("rollup").GetString().ShouldBe("single");
        forecast.GetProperty("total").Names().ShouldBe(Row);
        forecast.GetProperty("total").GetProperty("pipeline").GetRawText().ShouldBe("""{"amount":100,"count":1,"withoutAmount":0}""");
        forecast.GetProperty("rows")[0].Names().ShouldBe(Row);
        forecast.GetProperty("rows")[0].GetProperty("key").GetString().ShouldBe("ann");
    }

    [Fact]
    public async Task Without_grouping_there_are_no_rows()
    {
        var forecast = await server.GetAsync("/api/forecast?rollup=cumulative&consistency=eventual&hierarchy=current");

        forecast.TryGetProperty("rows", out _).ShouldBeFalse();
        forecast.GetProperty("rollup").GetString().ShouldBe("cumulative");
        forecast.GetProperty("period").GetProperty("id").GetString().ShouldBe("2026-Q2");
    }

    [Fact]
    public async Task An_answer_about_what_was_known_before_the_first_recording_says_so()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);

        var forecast = await server.GetAsync($"/api/forecast?tenant={tenant}&knownAt=2000-01-01");

        forecast.GetProperty("notes")[0].GetString().ShouldBe("nothing-recorded-before");
        forecast.GetProperty("total").GetProperty("pipeline").GetProperty("count").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("period=2026-Q7", "period")]
    [InlineData("period=", "period")]
    [InlineData("asOf=2026-13-01", "asOf")]
    [InlineData("knownAt=@x", "knownAt")]
    [InlineData("by=region", "by")]
    [InlineData("rollup=double", "rollup")]
    [InlineData("hierarchy=tomorrow", "hierarchy")]
    [InlineData("consistency=perhaps", "consistency")]
    [InlineData("tenant=No", "tenant")]
    [InlineData("perod=2026-Q1", "perod")]
    [InlineData("period=2026&period=2025", "period")]
    public async Task What_cannot_be_read_is_named_by_field(string query, string field)
    {
        var problem = await (await server.TryGetAsync("/api/forecast?" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");

        problem.GetProperty("errors").Names().ShouldBe([field]);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var problem = await (await server.TryGetAsync("/api/forecast?period=x&asOf=y&rollup=z")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");

        problem.GetProperty("errors").Names().ShouldBe(["period", "asOf", "rollup"], ignoreOrder: true);
    }

    [Fact]
    public async Task Teams_are_refused_until_there_are_any() =>
        await (await server.TryGetAsync("/api/forecast?by=team")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "no-teams");

    [Fact]
    public async Task An_owner_that_is_no_id_is_refused() =>
        await (await server.TryGetAsync("/api/forecast?owner=a%20b")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-id");

    [Fact]
    public async Task An_unknown_tenant_is_not_found() =>
        await (await server.TryGetAsync("/api/forecast?tenant=nobody")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant-unknown");

    [Fact]
    public async Task The_tenant_may_stand_in_the_header()
    {
        var tenant = await server.NewTenantAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/forecast") { Headers = { { "X-Tenant", tenant } } };

        var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        (await response.JsonAsync()).GetProperty("tenant").GetString().ShouldBe(tenant);
    }
}
