using System.Net;
using System.Text.Json;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetSlippageTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task A_slippage_answer_has_the_shape_of_the_contract()
    {
        var tenant = await server.NewTenantAsync();
        var id = await server.OpenDealAsync(tenant, at: "2026-03-01T00:00:00Z");
        await server.PostAsync($"/api/opportunities/{id}/close-date?tenant={tenant}", """{ "value": "2026-07-01", "at": "2026-05-09T00:00:00Z" }""");

        var slippage = await server.GetAsync($"/api/slippage?tenant={tenant}&period=2026-Q2&by=deal");

        slippage.Names().ShouldBe(
            ["definition", "tenant", "from", "to", "period", "basis", "partial", "knownAt", "position", "notes", "currency", "total", "rows", "unconverted", "settingsVersion", "ratesAt"]);
        slippage.GetProperty("partial").GetBoolean().ShouldBeTrue();
        slippage.GetProperty("basis").GetString().ShouldBe("all");
        var row = slippage.GetProperty("rows")[0];
        row.Names().ShouldBe(
        [
            "key", "name", "pushes", "dealsPushed", "amountPushed", "daysPushed", "averageDays", "medianDays", "slips", "dealsSlipped", "amountSlipped",
            "monthSlips", "pullIns", "amountPulledIn", "basisAmount", "slippedAmount", "slipRate", "mostPushed",
        ]);
        row.GetProperty("daysPushed").GetInt64().ShouldBe(30);
        row.GetProperty("slips").GetInt64().ShouldBe(1);
        row.GetProperty("slipRate").GetDecimal().ShouldBe(1);
        row.GetProperty("mostPushed")[0].GetRawText().ShouldBe($$"""{"id":"{{id}}","name":"Deal","times":1}""");
    }

    [Fact]
    public async Task A_window_has_no_slip_rate()
    {
        var slippage = await server.GetAsync("/api/slippage?from=2026-04-01&to=2026-05-01");

        slippage.GetProperty("period").ValueKind.ShouldBe(JsonValueKind.Null);
        slippage.GetProperty("partial").GetBoolean().ShouldBeFalse();
        slippage.GetProperty("total").GetProperty("slipRate").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("from=2026-04-01")]
    [InlineData("to=2026-04-01")]
    [InlineData("period=2026-Q2&from=2026-04-01&to=2026-05-01")]
    [InlineData("basis=half")]
    [InlineData("by=stage")]
    public async Task What_cannot_be_read_is_refused(string query) =>
        await (await server.TryGetAsync("/api/slippage?" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");

    [Fact]
    public async Task Teams_are_refused_until_there_are_any() =>
        await (await server.TryGetAsync("/api/slippage?by=team")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "no-teams");
}
