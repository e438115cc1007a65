using System.Text.Json;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests.Replay;

/// <summary>A period week by week, as its reader goes through it, held against the API.</summary>
public sealed class ReplayPageTests(PagesFixture pages)
{
    private static readonly string[] Columns = ["closed", "commit", "mostLikely", "bestCase", "pipeline"];

    [Fact]
    public async Task The_last_quarter_is_shown_week_by_week_with_the_figures_of_the_API()
    {
        await using var visit = await pages.VisitAsync("/replay");

        var replay = await HoldAgainstApiAsync(visit);
        await HoldTransitionsAsync(visit);
        (await visit.TextsAsync("h1")).ShouldBe(["Replay of 2026-Q1"]);
        replay.GetProperty("weeks").GetArrayLength().ShouldBe(14);
        replay.GetProperty("result").GetProperty("amount").GetDecimal().ShouldBeGreaterThan(0);
        (await visit.Page.Locator("[data-chart][data-drawn] svg").CountAsync()).ShouldBe(2);
        await visit.ShouldFitAsync();

        var week = replay.GetProperty("weeks")[5].GetProperty("asOf").GetString();
        var commit = visit.Page.Locator("#weeks tbody tr").Nth(6).Locator("td").Nth(2).Locator("a");
        var told = Visit.Number(await commit.InnerTextAsync());
        told.ShouldBe((await pages.AskAsync($"/api/forecast?period=2026-Q1&asOf={week}")).GetProperty("total").GetProperty("commit").GetProperty("amount").GetDecimal());
        await commit.ClickAsync();
        await visit.AddressAsync("/deals?");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Commit of 2026-Q1");
        (await visit.NumberAsync("#total")).ShouldBe(told);
    }

    [Fact]
    public async Task A_week_earlier_and_later_are_a_step_and_play_steps_by_itself()
    {
        await using var visit = await pages.VisitAsync("/replay?week=3");
        await visit.Page.ClickAsync("#week-on");
        await visit.AddressAsync("week=4");
        await HoldAgainstApiAsync(visit);
        await visit.Page.ClickAsync("#week-back");
        await visit.AddressAsync("week=3");
        var third = await HoldTransitionsAsync(visit);

        await visit.Page.ClickAsync("#week-13");
        await visit.AddressAsync("week=13");
        (await HoldTransitionsAsync(visit)).ShouldNotBe(third);
        await visit.Page.ClickAsync("#play");
        await visit.AddressAsync("week=14");
        await Assertions.Expect(visit.Page.Locator("#play")).ToHaveTextAsync("▶ Play again");
        (await visit.Page.Locator("#week-on").CountAsync()).ShouldBe(0);

        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator("tr.shown #week-13")).ToHaveCountAsync(1);
        var figures = await visit.Page.Locator("main").InnerTextAsync();
        await visit.Page.ReloadAsync();
        await visit.Page.Locator("[data-chart][data-drawn]").Nth(1).WaitForAsync();
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldBe(figures);
    }

    [Fact]
    public async Task A_band_leads_to_its_deals_a_deal_to_its_events_and_a_movement_to_its_changes()
    {
        await using var visit = await pages.VisitAsync("/replay?limit=20");
        var transition = (await TransitionsAsync(visit)).EnumerateArray()
            .First(t => t.GetProperty("was").GetString() == "commit" && t.GetProperty("is").GetString() != "commit");
        var @is = transition.GetProperty("is").GetString()!;

        await ClickBandAsync(visit, $"went-commit-{@is}");
        await visit.AddressAsync("is=" + @is);
        await Assertions.Expect(visit.Page.Locator("#deals-total")).ToHaveTextAsync(transition.GetProperty("deals").GetRawText());
        await visit.ScrollThroughAsync();
        (await visit.NumbersAsync("#deal-rows td[data-label=Then] .amount")).Sum().ShouldBe(transition.GetProperty("start").GetProperty("amount").GetDecimal());
        (await visit.TextsAsync("#deal-rows td[data-label=Was]")).ShouldAllBe(was => was == "Commit");
        var csv = await Exports.DownloadAsync(visit, "CSV");
        var excel = await Exports.DownloadAsync(visit, "Excel");
        csv.Name.ShouldBe("replay-2026-Q1.csv");
        System.Text.Encoding.UTF8.GetString(csv.Content).Split("\r\n").Length.ShouldBe(1 + 15 + 1);
        Exports.Sheets(excel.Content).ShouldBe(["Weeks", "Where they went", "Deals", "Question"]);

        await visit.Page.Locator("#deal-rows th a").First.ClickAsync();
        await visit.AddressAsync("/deals/");
        await visit.Page.Locator("#events-total").WaitForAsync();
        await visit.Page.GoBackAsync();
        await visit.AddressAsync("is=" + @is);

        var moved = visit.Page.Locator("#movements tbody a").First;
        var amount = Visit.Number(await moved.InnerTextAsync());
        await moved.ClickAsync();
        await visit.AddressAsync("kind=");
        await visit.Page.Locator("#movements tr.shown").WaitForAsync();
        (await visit.NumberAsync("#movements tr.shown .change")).ShouldBe(amount);
    }

    [Fact]
    public async Task Any_two_instants_and_any_scope_can_be_followed_and_stand_in_the_address()
    {
        await using var visit = await pages.VisitAsync("/replay");
        var owner = (await pages.AskAsync("/api/changes?period=2026-Q1&from=2026-01-01&to=2026-03-31")).GetProperty("deals")[0].GetProperty("owner").GetString()!;
        await visit.Page.SelectOptionAsync("#period", "2026-Q2");
        await visit.Page.SelectOptionAsync("#owner", owner);
        await visit.Page.FillAsync("#from", "2026-04-10");
        await visit.Page.FillAsync("#to", "2026-05-01");
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync("to=2026-05-01");

        visit.Asked.Keys.Order().ShouldBe(["from", "owner", "period", "to"]);
        var replay = await HoldAgainstApiAsync(visit);
        (replay.GetProperty("partial").GetBoolean(), replay.GetProperty("weeks").GetArrayLength()).ShouldBe((true, 8));
        await HoldTransitionsAsync(visit);
        (await visit.Page.Locator("#went ~ p time").First.GetAttributeAsync("datetime")).ShouldBe("2026-04-10T23:59:59.999999Z");

        await visit.Page.FillAsync("#to", "2026-04-01");
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync("to=2026-04-01");
        await Assertions.Expect(visit.Page.Locator(".notice.bad:visible")).ToContainTextAsync("put the earlier instant into 'from'");
        (await visit.Page.InputValueAsync("#from")).ShouldBe("2026-04-10");
    }

    [Fact]
    public async Task Without_script_every_number_and_every_step_is_there_and_on_paper_nothing_to_click()
    {
        await using var visit = await pages.VisitAsync("/replay?period=2025-Q4&week=2&was=commit", hasScript: false);
        await HoldAgainstApiAsync(visit);
        await HoldTransitionsAsync(visit);
        await visit.Page.ClickAsync("#week-on");
        visit.Asked["week"].ShouldBe("3");
        visit.Asked["was"].ShouldBe("commit");
        await HoldAgainstApiAsync(visit);
        await visit.Page.SelectOptionAsync("#week", "0");
        await visit.Page.ClickAsync("#show");
        await HoldTransitionsAsync(visit);

        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await Assertions.Expect(visit.Page.Locator(".filter")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.Locator(".steps")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.Locator("#transitions")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_empty_or_refused_or_hostile_is_told_harmlessly()
    {
        var tenant = await pages.NewTenantAsync();
        await using var visit = await pages.VisitAsync($"/replay?tenant={tenant}&period=2026-Q2");
        (await visit.Page.Locator(".empty").InnerTextAsync()).ShouldContain("No deal was to close in 2026-Q2");

        await pages.OpenDealAsync(tenant, "deal", "</script><img src=x onerror=alert(1)>", 100);
        await visit.Page.ReloadAsync();
        (await visit.TextsAsync("#deal-rows th")).ShouldBe(["</script><img src=x onerror=alert(1)>"]);
        (await visit.TextsAsync("#transitions tbody th")).ShouldBe(["New since"]);
        await visit.ShouldFitAsync();

        await visit.Page.GotoAsync($"/replay?tenant={tenant}&period=2026-Q3");
        (await visit.Page.Locator(".empty").CountAsync()).ShouldBe(1);
        await visit.Page.GotoAsync("/replay?week=99");
        (await visit.Page.Locator(".notice.bad:visible").InnerTextAsync()).ShouldContain("'99' is not a whole number from 0 to 14");
    }

    private static async Task ClickBandAsync(Visit visit, string link)
    {
        await visit.Page.Locator("[data-chart=flow][data-drawn] svg").WaitForAsync();
        var place = await visit.Page.EvaluateAsync<double[]>(
            """
            link => {
                const canvas = document.querySelector("[data-chart=flow] .canvas");
                canvas.scrollIntoView({ block: "center" });
                const series = echarts.getInstanceByDom(canvas).getModel().getSeriesByIndex(0);
                const edge = series.getData().graph.edges.find(edge => edge.getModel().get("link") === link);
                const [from, band] = [edge.node1.getLayout(), edge.getLayout()];
                const rect = canvas.getBoundingClientRect();
                return [rect.x + series.layoutInfo.x + from.x + from.dx + 6, rect.y + series.layoutInfo.y + from.y + band.sy + band.dy / 2];
            }
            """,
            link);
        await visit.Page.Mouse.ClickAsync((float)place[0], (float)place[1]);
    }

    private async Task<JsonElement> TransitionsAsync(Visit visit)
    {
        await visit.Page.Locator("#transitions").WaitForAsync();
        var ends = visit.Page.Locator("#went ~ p time");
        var query = await QueryAsync(visit, "period", "knownAt", "owner", "team", "tenant");
        return (await pages.AskAsync(
            $"/api/transitions?{query}&from={await ends.First.GetAttributeAsync("datetime")}&to={await ends.Last.GetAttributeAsync("datetime")}")).GetProperty("transitions");
    }

    private static async Task<string> QueryAsync(Visit visit, params string[] names)
    {
        var exact = await visit.ApiAsync("/");
        return string.Join('&', exact[(exact.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Where(part => names.Contains(part.Split('=')[0])));
    }

    // Where the deals went, cell by cell.
    private async Task<string> HoldTransitionsAsync(Visit visit)
    {
        var transitions = await TransitionsAsync(visit);
        foreach (var transition in transitions.EnumerateArray())
        {
            var (was, @is) = (transition.GetProperty("was").GetString()!, transition.GetProperty("is").GetString());
            var start = transition.GetProperty("start").GetProperty("count").GetInt64() > 0 ? "start" : "end";
            (await visit.NumberAsync($"#went-{was}-{@is}")).ShouldBe(transition.GetProperty(start).GetProperty("amount").GetDecimal(), $"{was} to {@is}");
        }

        (await visit.Page.Locator("#transitions tbody a[id]").CountAsync()).ShouldBe(transitions.GetArrayLength());
        return transitions.GetRawText();
    }

    // Every week of the page against the answer of the API.
    private async Task<JsonElement> HoldAgainstApiAsync(Visit visit)
    {
        await visit.Page.Locator("#weeks").WaitForAsync();
        var replay = await pages.AskAsync("/api/replay?" + await QueryAsync(visit, "period", "asOf", "knownAt", "owner", "team", "tenant"));
        var weeks = replay.GetProperty("weeks").EnumerateArray().ToList();
        var result = replay.GetProperty("result").GetProperty("amount").GetDecimal();
        var forecasts = weeks.Select(w => w.GetProperty("forecast")).Prepend(replay.GetProperty("start")).ToList();
        for (var at = 0; at < Columns.Length; at++)
        {
            (await visit.NumbersAsync($"#weeks tbody td:nth-of-type({at + 2})")).ShouldBe(forecasts.Select(f => Amount(f, Columns[at])), Columns[at]);
        }

        (await visit.NumbersAsync("#weeks tbody td:nth-of-type(8)")).ShouldBe(forecasts.Select(f => Amount(f, "closed") + Amount(f, "commit") - result));
        (await visit.NumbersAsync("#weeks tbody tr:not(:first-child) td:nth-of-type(8)")).ShouldBe(weeks.Select(w => w.GetProperty("distance").GetDecimal()));
        (await visit.NumberAsync("#result")).ShouldBe(result);
        (await visit.NumberAsync("#position")).ShouldBe(replay.GetProperty("position").GetInt64());
        (await visit.NumbersAsync("#movements tbody td:not(:last-child) .amount")).ShouldBe(
            weeks.SelectMany(w => w.GetProperty("movements").EnumerateArray()).Select(m => m.GetProperty("amount").GetDecimal()));
        return replay;
    }

    private static decimal Amount(JsonElement forecast, string column) => forecast.GetProperty(column).GetProperty("amount").GetDecimal();
}
