using System.Text.Json;

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

    [Fact]
    public async Task The_lines_of_a_deal_go_through_its_events_and_a_point_leads_to_its_own()
    {
        var moved = (await pages.AskAsync("/api/pushes?period=2026-Q1&limit=1")).GetProperty("deals")[0];
        var (id, step) = (moved.GetProperty("id").GetString()!, moved.GetProperty("path")[0]);
        await using var visit = await pages.VisitAsync("/deals/" + id);
        await HoldAgainstApiAsync(visit, id);
        await visit.Page.Locator("[data-chart][data-drawn] svg").WaitForAsync();

        var history = (await pages.AskAsync(await visit.ApiAsync("/api/opportunities/" + id))).GetProperty("history").EnumerateArray().ToList();
        var points = await visit.Page.EvaluateAsync<JsonElement>("() => JSON.parse(document.querySelector('[data-chart=deal] script').textContent)");
        foreach (var line in new[] { "amount", "closeDate", "stage" })
        {
            var after = history.Where(e => e.GetProperty("field").GetString() == line).Select(e => e.GetProperty("after").GetString()).ToList();
            var drawn = points.EnumerateArray().Where(p => p.GetProperty("line").GetString() == line).Select(p => p.GetProperty("value").GetString()).ToList();
            drawn.Skip(1).SkipLast(1).ShouldBe(after, line);
            drawn[^1].ShouldBe(after.LastOrDefault(drawn[0]), line);
        }

        var place = await visit.Page.EvaluateAsync<double[]>(
            """
            ([at, day]) => {
                const box = document.querySelector("[data-chart=deal] .canvas");
                box.scrollIntoView({ block: "center" });
                const [x, y] = echarts.getInstanceByDom(box).convertToPixel({ xAxisIndex: 1, yAxisIndex: 1 }, [Date.parse(at), Date.parse(day)]);
                const rect = box.getBoundingClientRect();
                return [rect.x + x, rect.y + y];
            }
            """,
            new[] { step.GetProperty("at").GetString(), step.GetProperty("to").GetString() });
        await visit.Page.Mouse.ClickAsync((float)place[0], (float)place[1]);
        await visit.AddressAsync($"#event-{step.GetProperty("position").GetInt64()}");
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
