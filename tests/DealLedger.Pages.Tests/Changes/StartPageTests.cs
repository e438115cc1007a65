using System.Text.Json;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests.Changes;

/// <summary>What changed, as its reader goes through it, on the sample company and held against the API.</summary>
public sealed class StartPageTests(PagesFixture pages)
{
    [Fact]
    public async Task The_start_page_shows_the_figures_of_the_API()
    {
        await using var visit = await pages.VisitAsync("/");

        await HoldAgainstApiAsync(visit);
        visit.Asked.ShouldBeEmpty();
        (await visit.Page.Locator("[data-chart] svg").CountAsync()).ShouldBe(1);
        await visit.ShouldFitAsync();
    }

    [Fact]
    public async Task A_bar_leads_to_its_deals_a_deal_to_its_events_and_the_way_back_to_where_it_began()
    {
        await using var visit = await pages.VisitAsync("/?from=start-of-quarter");
        var all = await visit.NumberAsync("#deals-total");

        await ClickBarAsync(visit, "Lost");
        await visit.AddressAsync("kind=lost");

        var changes = await HoldAgainstApiAsync(visit);
        var lost = changes.GetProperty("movements").EnumerateArray().Single(m => m.GetProperty("kind").GetString() == "lost");
        (await visit.NumberAsync("#deals-total")).ShouldBe(lost.GetProperty("deals").GetInt64());
        (await visit.NumberAsync("#deals-total")).ShouldBeLessThan(all);

        var movement = changes.GetProperty("deals")[0].GetProperty("movements").EnumerateArray().Single(m => m.GetProperty("kind").GetString() == "lost");
        await visit.Page.Locator("#deal-rows tr").First.Locator(".movements a", new LocatorLocatorOptions { HasText = "Lost" }).ClickAsync();
        await visit.AddressAsync("/deals/");

        new Uri(visit.Page.Url).Fragment.ShouldBe($"#event-{movement.GetProperty("position").GetInt64()}");
        await Assertions.Expect(visit.Page.Locator($"#event-{movement.GetProperty("position").GetInt64()}")).ToBeInViewportAsync();
        var deal = await pages.AskAsync(await visit.ApiAsync("/api/opportunities/" + changes.GetProperty("deals")[0].GetProperty("id").GetString()));
        (await visit.TextsAsync(".events tbody tr")).Count.ShouldBe(deal.GetProperty("history").GetArrayLength());

        await visit.Page.GoBackAsync();
        await visit.AddressAsync("kind=lost");
        await Assertions.Expect(visit.Page.Locator("#deals")).ToHaveTextAsync("Deals: lost");
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator("#deals")).ToHaveTextAsync("Deals that moved");
        (await visit.NumberAsync("#deals-total")).ShouldBe(all);
        await Assertions.Expect(visit.Page.Locator("[data-chart] svg")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_bars_at_both_ends_lead_to_the_pipeline_that_they_stand_for()
    {
        await using var visit = await pages.VisitAsync("/?from=start-of-quarter");
        var (start, end) = (await visit.NumberAsync("#start"), await visit.NumberAsync("#end"));

        await ClickBarAsync(visit, "At the start");
        await visit.AddressAsync("/deals?");
        await visit.Page.Locator("#total").WaitForAsync();
        (await visit.NumberAsync("#total")).ShouldBe(start);

        await visit.Page.GoBackAsync();
        await ClickBarAsync(visit, "At the end");
        await visit.AddressAsync("asOf=2026-05-20T12");
        await Assertions.Expect(visit.Page.Locator("#total")).ToHaveCountAsync(1);
        (await visit.NumberAsync("#total")).ShouldBe(end);
    }

    [Fact]
    public async Task Every_filter_stands_in_the_address_and_a_link_shows_the_same_again()
    {
        await using var visit = await pages.VisitAsync("/");
        var people = (await pages.AskAsync("/api/people")).GetProperty("people").EnumerateArray();
        var owner = (await pages.AskAsync("/api/changes?from=start-of-quarter")).GetProperty("deals")[0].GetProperty("owner").GetString()!;

        await visit.Page.FillAsync("#from", "start-of-quarter");
        await visit.Page.SelectOptionAsync("#owner", owner);
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync("owner=" + owner);

        visit.Asked.Keys.Order().ShouldBe(["from", "owner", "period"]);
        await HoldAgainstApiAsync(visit);
        var start = await visit.NumberAsync("#start");

        await visit.Page.ClickAsync("#path");
        await visit.AddressAsync("mode=path");
        (await HoldAgainstApiAsync(visit)).GetProperty("mode").GetString().ShouldBe("path");
        (await visit.NumberAsync("#start")).ShouldBe(start);

        await visit.Page.ClickAsync("#week-back");
        await visit.AddressAsync("to=2026-05-13T12");
        var stepped = await HoldAgainstApiAsync(visit);
        stepped.GetProperty("to").GetString().ShouldBe("2026-05-13T12:00:00Z");
        visit.Asked["owner"].ShouldBe(owner);

        var figures = await visit.Page.Locator("main").InnerTextAsync();
        await visit.Page.ReloadAsync();
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldBe(figures);
        people.ShouldContain(p => p.GetProperty("id").GetString() == owner);
    }

    [Fact]
    public async Task Teams_stand_as_a_tree_and_lead_into_their_own_waterfall()
    {
        await using var visit = await pages.VisitAsync("/?from=start-of-quarter&by=team");
        var rows = (await HoldAgainstApiAsync(visit)).GetProperty("rows").EnumerateArray().ToList();
        (await visit.TextsAsync("#rows tbody tr")).Count.ShouldBe(rows.Count);
        (await visit.NumberAsync("#rows tfoot td:nth-of-type(1)")).ShouldBe(await visit.NumberAsync("#start"));

        var team = rows.First(r => r.TryGetProperty("parent", out _));
        var (before, after) = (team.GetProperty("start").GetProperty("amount").GetDecimal(), team.GetProperty("end").GetProperty("amount").GetDecimal());
        var row = visit.Page.Locator("#rows tbody tr", new PageLocatorOptions { HasText = team.GetProperty("name").GetString() }).First;
        await row.Locator("td:nth-of-type(2) a").ClickAsync();
        await visit.AddressAsync("key=" + team.GetProperty("key").GetString());
        await visit.Page.Locator("#total").WaitForAsync();
        (await visit.NumberAsync("#total")).ShouldBe(after);
        await visit.Page.GoBackAsync();
        await visit.Page.Locator("#rows tbody a", new PageLocatorOptions { HasText = team.GetProperty("name").GetString() }).First.ClickAsync();
        await visit.AddressAsync("team=" + team.GetProperty("key").GetString());

        await HoldAgainstApiAsync(visit);
        (await visit.NumberAsync("#start")).ShouldBe(before);
        (await visit.NumberAsync("#end")).ShouldBe(after);
    }

    [Fact]
    public async Task More_deals_come_as_one_scrolls_until_all_are_there_once()
    {
        await using var visit = await pages.VisitAsync("/?period=2026&from=start-of-quarter&limit=20");
        var changes = await pages.AskAsync((await visit.ApiAsync("/api/changes")).Replace("limit=20", "limit=100000", StringComparison.Ordinal));
        changes.GetProperty("dealsTotal").GetInt64().ShouldBeGreaterThan(60);
        (await visit.TextsAsync("#deal-rows > tr:not(.next)")).Count.ShouldBeLessThan(60);

        await visit.ScrollThroughAsync();

        var links = await visit.Page.Locator("#deal-rows th a").EvaluateAllAsync<string[]>("links => links.map(a => a.pathname.split('/').pop())");
        links.ShouldBe(changes.GetProperty("deals").EnumerateArray().Select(d => d.GetProperty("id").GetString()));
        visit.Asked["limit"].ShouldBe("20");
    }

    [Fact]
    public async Task Without_script_every_number_is_there_and_forms_and_links_do_all_else()
    {
        await using var visit = await pages.VisitAsync("/?from=start-of-quarter&limit=30", hasScript: false);
        await HoldAgainstApiAsync(visit);

        await visit.Page.Locator(".next a").ClickAsync();
        (await visit.Page.Locator("#deal-rows > tr:not(.next)").CountAsync()).ShouldBeGreaterThan(0);
        visit.Asked.Keys.ShouldContain("after");

        await visit.Page.ClickAsync("#show");
        visit.Asked.Keys.ShouldNotContain("after");
        visit.Asked.Values.ShouldAllBe(value => value.Length > 0);
        await visit.Page.ClickAsync("#kind-lost");
        await HoldAgainstApiAsync(visit);

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Dark" }).ClickAsync();
        (await visit.Page.GetAttributeAsync("html", "data-theme")).ShouldBe("dark");
        visit.Asked["kind"].ShouldBe("lost");
    }

    [Fact]
    public async Task The_keyboard_alone_reaches_and_uses_everything()
    {
        await using var visit = await pages.VisitAsync("/?from=start-of-quarter");
        var keyboard = visit.Page.Keyboard;
        await keyboard.PressAsync("Tab");
        (await FocusAsync(visit)).ShouldBe("To the content");
        await keyboard.PressAsync("Enter");

        await TabToAsync(visit, "period");
        await keyboard.PressAsync("ArrowDown");
        await TabToAsync(visit, "show");
        (await visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
        await keyboard.PressAsync("Enter");
        await visit.AddressAsync("period=2026-Q1");
        await HoldAgainstApiAsync(visit);

        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("What changed in 2026-Q2");
        await TabToAsync(visit, "kind-new");
        await keyboard.PressAsync("Enter");
        await visit.AddressAsync("kind=new");
        await Assertions.Expect(visit.Page.Locator("#deals")).ToHaveTextAsync("Deals: new");
        (await FocusAsync(visit)).ShouldBe("kind-new");
    }

    private static async Task TabToAsync(Visit visit, string id)
    {
        for (var i = 0; i < 60 && await FocusAsync(visit) != id; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        (await FocusAsync(visit)).ShouldBe(id);
    }

    private static Task<string> FocusAsync(Visit visit) =>
        visit.Page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.innerText");

    private static async Task ClickBarAsync(Visit visit, string label)
    {
        await visit.Page.Locator("[data-chart][data-drawn] svg").WaitForAsync();
        var place = await visit.Page.EvaluateAsync<double[]>(
            """
            label => {
                const box = document.querySelector("[data-chart] .canvas");
                const bars = JSON.parse(document.querySelector("[data-chart] script").textContent);
                const at = bars.findIndex(bar => bar.label === label);
                const chart = echarts.getInstanceByDom(box);
                const middle = (bars[at].from + bars[at].to) / 2;
                const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, chart.getOption().xAxis[0].type === "category" ? [at, middle] : [middle, at]);
                const rect = box.getBoundingClientRect();
                return [rect.x + x, rect.y + y];
            }
            """,
            label);
        await visit.Page.Mouse.ClickAsync((float)place[0], (float)place[1]);
    }

    // Every figure of the page against the answer of the API to the very same question.
    private async Task<JsonElement> HoldAgainstApiAsync(Visit visit)
    {
        await visit.Page.Locator("#deals-total").WaitForAsync();
        var changes = await pages.AskAsync(await visit.ApiAsync("/api/changes"));
        (await visit.NumberAsync("#start")).ShouldBe(Amount(changes, "start"));
        (await visit.NumberAsync("#end")).ShouldBe(Amount(changes, "end"));
        (await visit.NumberAsync("#difference")).ShouldBe(Amount(changes, "end") - Amount(changes, "start"));
        (await visit.NumberAsync("#position")).ShouldBe(changes.GetProperty("position").GetInt64());
        (await visit.NumberAsync("#deals-total")).ShouldBe(changes.GetProperty("dealsTotal").GetInt64());

        var movements = changes.GetProperty("movements").EnumerateArray().ToList();
        (await visit.NumbersAsync("#movements tbody tr:not(.sum) td:nth-of-type(1)")).ShouldBe(movements.Select(m => (decimal)m.GetProperty("deals").GetInt64()));
        (await visit.NumbersAsync("#movements tbody tr:not(.sum) td:nth-of-type(2)")).ShouldBe(movements.Select(m => m.GetProperty("amount").GetDecimal()));

        var deals = changes.GetProperty("deals").EnumerateArray().Take(30).ToList();
        var rows = "#deal-rows > tr:not(.next):nth-child(-n+30)";
        (await visit.TextsAsync($"{rows} > th")).ShouldBe(deals.Select(d => d.GetProperty("name").GetString()));
        (await visit.NumbersAsync($"{rows} > td[data-label=Before]")).ShouldBe(deals.Select(d => d.GetProperty("start").GetDecimal()));
        (await visit.NumbersAsync($"{rows} > td[data-label=After]")).ShouldBe(deals.Select(d => d.GetProperty("end").GetDecimal()));
        (await visit.TextsAsync($"{rows} .trip a")).Count.ShouldBe(deals.Count(d => d.GetProperty("roundTrip").GetBoolean()));
        (await visit.NumbersAsync($"{rows} .movements .change")).ShouldBe(
            deals.SelectMany(d => d.GetProperty("movements").EnumerateArray()).Select(m => m.GetProperty("amount").GetDecimal()));
        return changes;
    }

    private static decimal Amount(JsonElement changes, string end) => changes.GetProperty(end).GetProperty("amount").GetDecimal();
}
