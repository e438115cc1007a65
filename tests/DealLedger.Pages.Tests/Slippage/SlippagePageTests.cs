using System.Text.Json;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests.Slippage;

/// <summary>Who let deals slip, as its reader goes through it, on the sample company and held against the API.</summary>
public sealed class SlippagePageTests(PagesFixture pages)
{
    // What the two questions of the page do not have in common.
    private static readonly string[] OfPushes = ["limit", "after"];
    private static readonly string[] OfSlippage = ["by", "basis"];

    [Fact]
    public async Task The_page_shows_the_figures_of_the_API_for_this_quarter_and_steps_to_the_one_before()
    {
        await using var visit = await pages.VisitAsync("/slippage");
        await HoldAgainstApiAsync(visit);
        visit.Asked.ShouldBeEmpty();
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe("Slippage in 2026-Q2");
        (await visit.Page.Locator("#slip-rate + dd").InnerTextAsync()).ShouldContain("so far");
        await visit.ShouldFitAsync();

        await visit.Page.ClickAsync("#back");
        await visit.AddressAsync("period=2026-Q1");
        var (slippage, _) = await HoldAgainstApiAsync(visit);
        slippage.GetProperty("partial").GetBoolean().ShouldBeFalse();
        await visit.Page.ClickAsync("#on");
        await visit.AddressAsync("period=2026-Q2");
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Slippage in 2026-Q1");
        await Assertions.Expect(visit.Page.Locator("[data-chart] svg")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_cell_of_the_heat_map_leads_to_its_pushes_a_push_to_its_event_and_back()
    {
        await using var visit = await pages.VisitAsync("/slippage?period=2026-Q1");
        var (_, pushes) = await HoldAgainstApiAsync(visit);
        var row = pushes.GetProperty("rows")[0];
        var week = row.GetProperty("weeks").EnumerateArray().Select(w => w.GetInt64()).ToList().FindIndex(count => count > 0);
        var count = row.GetProperty("weeks")[week].GetInt64();
        await ClickCellAsync(visit, week, 0);
        await visit.AddressAsync("owner=" + row.GetProperty("key").GetString());

        var asked = visit.Asked;
        asked.Keys.Order().ShouldBe(["from", "owner", "to"]);
        asked["to"].ShouldBe(pushes.GetProperty("weeks")[week].GetProperty("to").GetString());
        await Assertions.Expect(visit.Page.Locator("#slip-rate")).ToHaveCountAsync(0);
        (await visit.NumberAsync("#pushes")).ShouldBe(count);
        await HoldAgainstApiAsync(visit);

        var step = visit.Page.Locator("#deal-rows .path li:not(.quiet) a").First;
        var date = await step.InnerTextAsync();
        await step.ClickAsync();
        await visit.AddressAsync("#event-");
        var target = visit.Page.Locator(new Uri(visit.Page.Url).Fragment);
        await Assertions.Expect(target).ToBeInViewportAsync();
        await Assertions.Expect(target.Locator("td[data-label=After]")).ToHaveTextAsync(date);
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator("#pushes")).ToHaveTextAsync(count.ToString(System.Globalization.CultureInfo.InvariantCulture));

        await visit.Page.ClickAsync("#back");
        await visit.Page.WaitForFunctionAsync("before => new URL(location).searchParams.get('to') < before", asked["to"]);
        await visit.Page.Locator("#deals-total").WaitForAsync();
        await HoldAgainstApiAsync(visit);
    }

    [Fact]
    public async Task Every_filter_stands_in_the_address_and_a_link_shows_the_same_again()
    {
        await using var visit = await pages.VisitAsync("/slippage");
        var rows = (await HoldAgainstApiAsync(visit)).Slippage.GetProperty("rows").EnumerateArray();
        var owner = rows.MaxBy(r => r.GetProperty("pushes").GetInt64()).GetProperty("key").GetString()!;
        await visit.Page.SelectOptionAsync("#owner", owner);
        await visit.Page.SelectOptionAsync("#period", "2026");
        await visit.Page.SelectOptionAsync("#basis", "commit");
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync("basis=commit");
        visit.Asked.Keys.Order().ShouldBe(["basis", "owner", "period"]);
        var (slippage, _) = await HoldAgainstApiAsync(visit);
        slippage.GetProperty("basis").GetString().ShouldBe("commit");

        var basis = slippage.GetProperty("total").GetProperty("basisAmount").GetDecimal();
        var figures = await visit.Page.Locator("main").InnerTextAsync();
        await visit.Page.ReloadAsync();
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldBe(figures);
        await visit.Page.Locator("#slip-rate + dd a").ClickAsync();
        await visit.AddressAsync("column=commit");
        await visit.Page.Locator("#total").WaitForAsync();
        (await visit.NumberAsync("#total")).ShouldBe(basis);

        await visit.Page.GotoAsync("/slippage?period=2026-Q1&from=2026-01-01&to=2026-02-01");
        await Assertions.Expect(visit.Page.Locator(".notice.bad:visible")).ToContainTextAsync("give either a period, or both from and to");
        (await visit.Page.InputValueAsync("#from")).ShouldBe("2026-01-01");
        await visit.Page.FillAsync("#period", "");
        await visit.Page.ClickAsync("#show");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Slippage from 2026-01-02 to 2026-02-01");
    }

    [Fact]
    public async Task Teams_stand_as_a_tree_and_lead_to_their_reps()
    {
        await using var visit = await pages.VisitAsync("/slippage?period=2026-Q1");
        await visit.Page.ClickAsync("#by-team");
        await visit.AddressAsync("by=team");
        var (slippage, _) = await HoldAgainstApiAsync(visit);
        var team = slippage.GetProperty("rows").EnumerateArray().First(r => r.TryGetProperty("parent", out _));
        await visit.Page.Locator("#rows tbody th a", new PageLocatorOptions { HasText = team.GetProperty("name").GetString() }).First.ClickAsync();
        await visit.AddressAsync("team=" + team.GetProperty("key").GetString());

        await Assertions.Expect(visit.Page.Locator("#groups")).ToHaveTextAsync("By rep");
        (await HoldAgainstApiAsync(visit)).Slippage.GetProperty("total").GetProperty("pushes").GetInt64().ShouldBe(team.GetProperty("pushes").GetInt64());
    }

    [Fact]
    public async Task All_deals_come_as_one_scrolls_and_their_pushes_add_up()
    {
        await using var visit = await pages.VisitAsync("/slippage?period=2026-Q1&limit=10");
        var whole = await pages.AskAsync(await ApiAsync(visit, "/api/pushes", OfSlippage, "&limit=10000"));
        await visit.ScrollThroughAsync();

        var links = await visit.Page.Locator("#deal-rows th a").EvaluateAllAsync<string[]>("links => links.map(a => a.pathname.split('/').pop())");
        links.ShouldBe(whole.GetProperty("deals").EnumerateArray().Select(d => d.GetProperty("id").GetString()));
        links.Length.ShouldBeGreaterThan(20);
        (await visit.NumbersAsync("#deal-rows td[data-label='Pushes here']")).Sum().ShouldBe(await visit.NumberAsync("#pushes"));
        (await visit.NumbersAsync("#deal-rows td[data-label=Days]")).Sum().ShouldBe(await visit.NumberAsync("#days-pushed"));
        (await visit.NumbersAsync("#deal-rows td[data-label='Amount pushed']")).Sum().ShouldBe(await visit.NumberAsync("#amount-pushed"));
        (await visit.TextsAsync("#deal-rows li:not(.quiet) .slip")).Count.ShouldBe((int)await visit.NumberAsync("#slips"));

        var csv = await Exports.DownloadAsync(visit, "CSV");
        csv.Name.ShouldBe("slippage-2026-Q1.csv");
        System.Text.Encoding.UTF8.GetString(csv.Content).Split("\r\n").Length.ShouldBe((await visit.TextsAsync("#rows tbody tr")).Count + 3);
        var excel = await Exports.DownloadAsync(visit, "Excel");
        Exports.Sheets(excel.Content).ShouldBe(["Slippage", "Pushes by week", "Close dates", "Question"]);
    }

    [Fact]
    public async Task Without_script_every_number_is_there_and_forms_and_links_do_all_else()
    {
        await using var visit = await pages.VisitAsync("/slippage?period=2026-Q1&limit=10", hasScript: false);
        await HoldAgainstApiAsync(visit);
        (await visit.Page.Locator("#weeks").IsVisibleAsync()).ShouldBeTrue();

        await visit.Page.Locator("#weeks tbody a").First.ClickAsync();
        visit.Asked.Keys.Order().ShouldBe(["from", "limit", "owner", "to"]);
        await HoldAgainstApiAsync(visit);
        await visit.Page.ClickAsync("#this-quarter");
        await visit.Page.ClickAsync("#show");
        visit.Asked.Values.ShouldAllBe(value => value.Length > 0);
    }

    [Fact]
    public async Task A_ledger_without_pushes_says_so_and_paper_shows_the_figures()
    {
        await using (var visit = await pages.VisitAsync($"/slippage?tenant={await pages.NewTenantAsync()}"))
        {
            (await visit.Page.Locator(".empty").First.InnerTextAsync()).ShouldContain("No close date was moved in 2026-Q2");
            (await visit.Page.Locator("#slip-rate").InnerTextAsync()).ShouldBe("none");
            await visit.ShouldFitAsync();
        }

        await using var printed = await pages.VisitAsync("/slippage?period=2026-Q1", ColorScheme.Dark);
        await printed.Page.Locator("[data-chart][data-drawn] svg").WaitForAsync();
        await printed.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        foreach (var hidden in new[] { ".bar", ".filter", ".steps", ".exports" })
        {
            await Assertions.Expect(printed.Page.Locator(hidden)).ToBeHiddenAsync();
        }

        foreach (var shown in new[] { "#pushes", "#rows", "#deal-rows", "[data-chart] svg" })
        {
            await Assertions.Expect(printed.Page.Locator(shown)).ToBeVisibleAsync();
        }
    }

    private static async Task ClickCellAsync(Visit visit, int column, int row)
    {
        await visit.Page.Locator("[data-chart][data-drawn] svg").WaitForAsync();
        await visit.Page.Locator("[data-chart]").ScrollIntoViewIfNeededAsync();
        var place = await visit.Page.EvaluateAsync<double[]>(
            """
            ([column, row]) => {
                const box = document.querySelector("[data-chart] .canvas");
                const [x, y] = echarts.getInstanceByDom(box).convertToPixel({ seriesIndex: 0 }, [column, row]);
                const rect = box.getBoundingClientRect();
                return [rect.x + x, rect.y + y];
            }
            """,
            new[] { column, row });
        await visit.Page.Mouse.ClickAsync((float)place[0], (float)place[1]);
    }

    // Every figure of the page against the answers of the API to the very same two questions.
    private async Task<(JsonElement Slippage, JsonElement Pushes)> HoldAgainstApiAsync(Visit visit)
    {
        await visit.Page.Locator("#deals-total").WaitForAsync();
        var slippage = await pages.AskAsync(await ApiAsync(visit, "/api/slippage", OfPushes));
        var pushes = await pages.AskAsync(await ApiAsync(visit, "/api/pushes", OfSlippage));
        var total = slippage.GetProperty("total");
        foreach (var (id, field) in new[] { ("#pushes", "pushes"), ("#amount-pushed", "amountPushed"), ("#days-pushed", "daysPushed"), ("#slips", "slips"), ("#pull-ins", "pullIns") })
        {
            (await visit.NumberAsync(id)).ShouldBe(total.GetProperty(field).GetDecimal(), field);
        }

        (await visit.NumberAsync("#position")).ShouldBe(slippage.GetProperty("position").GetInt64());
        var rows = slippage.GetProperty("rows").EnumerateArray().ToDictionary(r => r.GetProperty("name").GetString()!);
        (await visit.TextsAsync("#rows tbody tr")).Count.ShouldBe(rows.Count);
        foreach (var row in await visit.Page.Locator("#rows tbody tr").AllAsync())
        {
            var expected = rows[await row.Locator("th").InnerTextAsync()];
            var cells = await row.Locator("td").AllInnerTextsAsync();
            string[] fields =
                ["pushes", "dealsPushed", "amountPushed", "daysPushed", "averageDays", "medianDays", "slips", "amountSlipped", "pullIns", "amountPulledIn", "slipRate", "slippedAmount", "basisAmount"];
            cells.Select(Figure).ShouldBe(fields.Take(cells.Count).Select(field => field == "slipRate" ? Percent(expected.GetProperty(field)) : expected.GetProperty(field).GetDecimal()));
        }

        if (await visit.Page.Locator("#weeks").CountAsync() > 0)
        {
            var cells = await visit.Page.Locator("#weeks tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim() || 0).join())");
            cells.ShouldBe(pushes.GetProperty("rows").EnumerateArray().Select(r =>
                string.Join(',', [r.GetProperty("name").GetString(), r.GetProperty("pushes").GetRawText(), .. r.GetProperty("weeks").EnumerateArray().Select(w => w.GetRawText())])));
        }

        (await visit.NumberAsync("#deals-total")).ShouldBe(pushes.GetProperty("dealsTotal").GetInt64());
        var deals = pushes.GetProperty("deals").EnumerateArray().ToList();
        (await visit.TextsAsync("#deal-rows > tr:not(.next) > th")).Take(deals.Count).ShouldBe(deals.Select(d => d.GetProperty("name").GetString()));
        (await visit.NumbersAsync("#deal-rows td[data-label='Pushed ever']")).Take(deals.Count).ShouldBe(deals.Select(d => d.GetProperty("timesPushed").GetDecimal()));
        return (slippage, pushes);
    }

    // What is not there is left empty.
    private static decimal Figure(string cell) => cell.Length == 0 ? 0 : Visit.Number(cell.TrimEnd('%'));

    private static decimal Percent(JsonElement rate) => rate.ValueKind == JsonValueKind.Null ? 0 : decimal.Round(rate.GetDecimal() * 100, 1, MidpointRounding.AwayFromZero);

    private static async Task<string> ApiAsync(Visit visit, string path, string[] without, string more = "")
    {
        var parts = (await visit.ApiAsync(path)).Split('?', '&');
        var query = string.Join('&', parts.Skip(1).Where(part => !without.Contains(part.Split('=')[0]) && (more.Length == 0 || !part.StartsWith("limit=", StringComparison.Ordinal))));
        return $"{path}?{query}{more}";
    }
}
