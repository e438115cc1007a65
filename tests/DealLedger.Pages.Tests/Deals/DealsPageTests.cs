namespace DealLedger.Pages.Tests.Deals;

/// <summary>The deals behind a cell of a forecast, held against the API.</summary>
public sealed class DealsPageTests(PagesFixture pages)
{
    [Fact]
    public async Task The_deals_of_a_cell_are_listed_to_the_last_and_add_up()
    {
        await using var visit = await pages.VisitAsync("/deals?period=2026&limit=20");
        await visit.Page.SelectOptionAsync("#column", "closed");
        await visit.Page.FillAsync("#asOf", "2026-05-10");
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync("column=closed");
        await visit.Page.Locator("h1", new() { HasText = "Closed of 2026" }).WaitForAsync();

        var api = await visit.ApiAsync("/api/deals");
        var answer = await pages.AskAsync(api.Replace("limit=20", "limit=100000", StringComparison.Ordinal));
        var forecast = (await pages.AskAsync("/api/forecast?period=2026&asOf=2026-05-10")).GetProperty("total").GetProperty("closed");
        await visit.ScrollThroughAsync();

        (await visit.NumberAsync("#total")).ShouldBe(forecast.GetProperty("amount").GetDecimal());
        (await visit.NumberAsync("#deals-total")).ShouldBe(forecast.GetProperty("count").GetInt64());
        var deals = answer.GetProperty("deals").EnumerateArray().ToList();
        deals.Count.ShouldBeGreaterThan(20);
        (await visit.TextsAsync("#deal-rows th")).ShouldBe(deals.Select(d => d.GetProperty("name").GetString()));
        (await visit.TextsAsync("#deal-rows td[data-label=Amount] .amount")).Sum(Visit.Number).ShouldBe(forecast.GetProperty("amount").GetDecimal());
        var csv = await Exports.DownloadAsync(visit, "CSV");
        csv.Name.ShouldBe("deals-2026.csv");
        System.Text.Encoding.UTF8.GetString(csv.Content).Split("\r\n").Length.ShouldBe(deals.Count + 2);
    }
}
