namespace DealLedger.Pages.Tests.Deal;

/// <summary>A deal with its events, held against the API.</summary>
public sealed class DealPageTests(PagesFixture pages)
{
    [Fact]
    public async Task A_deal_shows_its_state_and_every_event_as_of_any_instant()
    {
        var id = (await pages.AskAsync("/api/changes?from=start-of-quarter&kind=won")).GetProperty("deals")[0].GetProperty("id").GetString()!;
        await using var visit = await pages.VisitAsync("/deals/" + id);
        var now = await HoldAgainstApiAsync(visit, id);

        await visit.Page.FillAsync("#asOf", "2026-03-31");
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync("asOf=2026-03-31");

        (await HoldAgainstApiAsync(visit, id)).ShouldBeLessThan(now);
        var csv = await Exports.DownloadAsync(visit, "CSV");
        csv.Name.ShouldBe($"deal-{id}.csv");
        System.Text.Encoding.UTF8.GetString(csv.Content).Split("\r\n").Length.ShouldBe(1 + (await visit.TextsAsync(".events tbody tr")).Count + 1);
    }

    private async Task<int> HoldAgainstApiAsync(Visit visit, string id)
    {
        await visit.Page.Locator("#events-total").WaitForAsync();
        var deal = await pages.AskAsync(await visit.ApiAsync("/api/opportunities/" + id));
        var history = deal.GetProperty("history").EnumerateArray().Reverse().ToList();
        (await visit.TextsAsync("h1")).ShouldBe([deal.GetProperty("state").GetProperty("name").GetString()!]);
        (await visit.NumberAsync("#amount .amount")).ShouldBe(deal.GetProperty("state").GetProperty("amount").GetDecimal());
        (await visit.NumberAsync("#events-total")).ShouldBe(history.Count);
        (await visit.NumbersAsync(".events tbody td[data-label=Position]")).ShouldBe(history.Select(e => (decimal)e.GetProperty("position").GetInt64()));
        (await visit.TextsAsync(".events tbody th")).ShouldAllBe(what => what.Length > 0);
        return history.Count;
    }
}
