using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests.Forecast;

/// <summary>The forecast, as its reader goes through it, on the sample company and held against the API.</summary>
public sealed class ForecastPageTests(PagesFixture pages)
{
    private static readonly string[] Columns = ["closed", "commit", "mostLikely", "bestCase", "pipeline", "openPipeline", "omitted"];

    [Fact]
    public async Task The_tree_shows_every_team_and_rep_with_the_figures_of_the_API_and_adds_up_at_every_level()
    {
        await using var visit = await pages.VisitAsync("/forecast");
        (await HoldAgainstApiAsync(visit)).GetProperty("rollup").GetString().ShouldBe("single");
        visit.Asked.ShouldBeEmpty();
        var shown = (await visit.TextsAsync("#rows tbody tr")).Count;

        await visit.Page.ClickAsync("#open-all");
        await visit.AddressAsync("open=all");
        await Assertions.Expect(visit.Page.Locator(".toggle[aria-expanded=false]")).ToHaveCountAsync(0);
        var teams = await HoldAgainstApiAsync(visit);
        var reps = await pages.AskAsync(await ApiAsync(visit, "by=owner"));
        var lines = await visit.TextsAsync("#rows tbody tr");
        lines.Count.ShouldBe(teams.GetProperty("rows").GetArrayLength() + reps.GetProperty("rows").GetArrayLength());
        lines.Count.ShouldBeGreaterThan(shown);
        foreach (var column in Columns)
        {
            (await visit.NumbersAsync($"#rows tbody tr:not(.team) td[data-column={column}] > a .amount")).Sum()
                .ShouldBe(await visit.NumberAsync($"#rows tfoot td[data-column={column}] > a .amount"));
        }

        await visit.Page.Locator(".toggle").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#rows tbody tr")).ToHaveCountAsync(1);
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator("#rows tbody tr")).ToHaveCountAsync(lines.Count);
        await visit.ShouldFitAsync();
    }

    [Fact]
    public async Task A_cell_leads_to_its_deals_a_team_to_its_own_forecast_and_crumbs_back_up()
    {
        await using var visit = await pages.VisitAsync("/forecast?asOf=2026-05-10");
        await visit.Page.ClickAsync("#cumulative");
        await visit.AddressAsync("rollup=cumulative");
        var teams = await HoldAgainstApiAsync(visit);
        var team = teams.GetProperty("rows").EnumerateArray().First(r => r.TryGetProperty("parent", out _));
        var key = team.GetProperty("key").GetString();
        var commit = team.GetProperty("commit");

        await visit.Page.Locator("#rows tr", new() { Has = visit.Page.Locator($"#open-{key}") }).Locator("td[data-column=commit] > a").ClickAsync();
        await visit.AddressAsync("/deals?");
        (await visit.NumberAsync("#total")).ShouldBe(commit.GetProperty("amount").GetDecimal());
        (await visit.NumberAsync("#deals-total")).ShouldBe(commit.GetProperty("count").GetInt64());
        await visit.Page.GoBackAsync();

        await visit.Page.Locator($"#rows th:has(#open-{key}) a:not(.toggle)").ClickAsync();
        await visit.AddressAsync("team=" + key);
        var own = await HoldAgainstApiAsync(visit);
        own.GetProperty("total").GetProperty("commit").GetRawText().ShouldBe(commit.GetRawText());
        (await visit.TextsAsync("#rows tbody tr.team")).ShouldBeEmpty();

        await visit.Page.Locator("#rows tbody th a").First.ClickAsync();
        await visit.AddressAsync("owner=");
        var rep = await pages.AskAsync(await ApiAsync(visit, "by=owner"));
        (await visit.NumberAsync("#closed .amount")).ShouldBe(Amount(rep.GetProperty("total"), "closed"));
        await visit.Page.Locator(".crumbs a").Last.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#scope")).ToHaveTextAsync(team.GetProperty("name").GetString()!);
        await visit.Page.ClickAsync("#everyone");
        await Assertions.Expect(visit.Page.Locator(".crumbs")).ToHaveCountAsync(0);
        visit.Asked.Keys.Order().ShouldBe(["asOf", "rollup"]);
    }

    [Fact]
    public async Task The_instant_steps_by_week_drags_through_the_quarter_and_reloads_from_the_address()
    {
        await using var visit = await pages.VisitAsync("/forecast");
        await visit.Page.ClickAsync("#week-earlier");
        await visit.AddressAsync("asOf=2026-05-13T12");
        (await HoldAgainstApiAsync(visit)).GetProperty("asOf").GetString().ShouldBe("2026-05-13T12:00:00Z");
        await visit.Page.ClickAsync("#week-later");
        await visit.Page.WaitForFunctionAsync("() => !location.href.includes('asOf')");

        await visit.Page.Locator(".slider input").WaitForAsync();
        await visit.Page.Locator("#week").FillAsync("3");
        await visit.AddressAsync("asOf=2026-04-19T23");
        await Assertions.Expect(visit.Page.Locator("#weeks a[aria-current]")).ToHaveAttributeAsync("aria-label", "2026-W16");
        (await HoldAgainstApiAsync(visit)).GetProperty("asOf").GetString().ShouldBe("2026-04-19T23:59:59.999999Z");

        await visit.Page.Locator("#week").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.AddressAsync("asOf=2026-04-26T23");
        await HoldAgainstApiAsync(visit);
        var figures = await visit.Page.Locator("main").InnerTextAsync();
        await visit.Page.ReloadAsync();
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldBe(figures);

        await visit.Page.FillAsync("#asOf", "2026-05-10");
        await visit.Page.SelectOptionAsync("#by", "segment");
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync("by=segment");
        var segments = await pages.AskAsync(await ApiAsync(visit, "by=segment"));
        (await visit.NumbersAsync("#rows tbody td[data-column=openPipeline] > a .amount")).Order()
            .ShouldBe(segments.GetProperty("rows").EnumerateArray().Select(r => Amount(r, "openPipeline")).Order());
    }

    [Fact]
    public async Task Two_instants_stand_side_by_side()
    {
        await using var visit = await pages.VisitAsync("/forecast");
        await visit.Page.ClickAsync("#against-week");
        await visit.AddressAsync("against=2026-05-13T12");
        await visit.Page.Locator("#sides").WaitForAsync();

        var now = await HoldAgainstApiAsync(visit);
        var then = await pages.AskAsync((await ApiAsync(visit, "by=team")).Replace("asOf=2026-05-20T12", "asOf=2026-05-13T12", StringComparison.Ordinal));
        then.GetProperty("asOf").GetString().ShouldBe("2026-05-13T12:00:00Z");
        string[] all = [.. Columns, "lost"];
        (await visit.NumbersAsync("#sides td:nth-of-type(1)")).ShouldBe(all.Select(c => Amount(then.GetProperty("total"), c)));
        (await visit.NumbersAsync("#sides td:nth-of-type(2)")).ShouldBe(all.Select(c => Amount(now.GetProperty("total"), c)));
        (await visit.NumbersAsync("#sides td:nth-of-type(3)")).ShouldBe(all.Select(c => Amount(now.GetProperty("total"), c) - Amount(then.GetProperty("total"), c)));
        var open = Amount(now.GetProperty("total"), "openPipeline") - Amount(then.GetProperty("total"), "openPipeline");
        open.ShouldNotBe(0);
        (await visit.NumberAsync("#rows tfoot td[data-column=openPipeline] .change")).ShouldBe(open);

        await visit.Page.ClickAsync("#why");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("What changed in 2026-Q2");
        (await visit.NumberAsync("#difference")).ShouldBe(open);
    }

    [Fact]
    public async Task The_course_of_a_quarter_that_is_over_ends_with_the_actual_and_a_bar_leads_to_its_week()
    {
        await using var visit = await pages.VisitAsync("/forecast?period=2026-Q1");
        await visit.Page.Locator("[data-chart=course][data-drawn] svg").WaitForAsync();
        await visit.Page.ClickAsync("#course-numbers");
        var end = await pages.AskAsync("/api/forecast?period=2026-Q1&asOf=2026-Q1");
        (await visit.NumberAsync("#actual")).ShouldBe(Amount(end.GetProperty("total"), "closed"));

        var weeks = await visit.Page.Locator("#course-rows tbody th a").AllAsync();
        weeks.Count.ShouldBe(15);
        var lines = (await visit.TextsAsync("#course-rows thead th")).Skip(7).ToList();
        foreach (var (at, week) in weeks.Index())
        {
            var address = await week.GetAttributeAsync("href");
            var answer = (await pages.AskAsync("/api" + address)).GetProperty("total");
            (await visit.NumbersAsync($"#course-rows tbody tr:nth-of-type({at + 1}) td > a")).ShouldBe(Columns.Take(5).Select(c => Amount(answer, c)));
            var beside = new[] { answer.TryGetProperty("quota", out var quota) && quota.ValueKind == JsonValueKind.Number ? quota.GetDecimal() : (decimal?)null }
                .Concat(lines.Select(line => Called(answer, line)));
            (await visit.TextsAsync($"#course-rows tbody tr:nth-of-type({at + 1}) td:not(:has(a))"))
                .Select(text => text.Trim() == "–" ? (decimal?)null : Visit.Number(text)).ShouldBe(beside);
        }

        lines.ShouldBe(["Leader's Commit", "Leader's Best case"]);

        await ClickBarAsync(visit, 5);
        await visit.AddressAsync("asOf=2026-02-01T23");
        await HoldAgainstApiAsync(visit);
        (await visit.Page.Locator("#course-rows tbody tr").CountAsync()).ShouldBe(6);
        (await visit.Page.Locator("#actual").CountAsync()).ShouldBe(0);
        await visit.Page.GotoAsync("/forecast?period=2026-Q1&asOf=2025-12-01");
        (await visit.Page.Locator("section .empty").InnerTextAsync()).ShouldBe("2026-Q1 had not begun by then.");
    }

    [Fact]
    public async Task A_bar_can_be_pressed_as_soon_as_the_pointer_is_on_it()
    {
        await using var visit = await pages.VisitAsync("/forecast?period=2026-Q1");
        await visit.Page.Locator("[data-chart=course][data-drawn] svg").WaitForAsync();
        var (x, y) = await BarAsync(visit, 5);

        // What the chart does about the pointer it does with its next picture, which here comes while the button is down.
        await Task.WhenAll(visit.Page.Mouse.MoveAsync(x, y), visit.Page.Mouse.DownAsync());
        await visit.Page.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        await visit.Page.Mouse.UpAsync();
        await visit.AddressAsync("asOf=2026-02-01T23");
    }

    [Fact]
    public async Task Calls_and_quotas_stand_beside_the_roll_up_and_what_has_none_shows_a_dash()
    {
        var tenant = await pages.NewSampleAsync(120);
        var people = (await pages.AskAsync($"/api/people?tenant={tenant}")).GetProperty("people").EnumerateArray().ToList();
        var leads = people.Where(p => p.GetProperty("leadsTeam").GetBoolean()).ToList();
        var head = leads.Single(p => p.GetProperty("manager").ValueKind == JsonValueKind.Null).GetProperty("id").GetString()!;

        // Who has no deals and no quota has no line.
        var owners = (await pages.AskAsync($"/api/forecast?tenant={tenant}&by=owner&hierarchy=current")).GetProperty("rows").EnumerateArray()
            .Where(r => r.GetProperty("openPipeline").GetProperty("count").GetInt64() > 0).Select(r => r.GetProperty("key").GetString()).ToHashSet();
        var leaders = leads.Select(p => p.GetProperty("id").GetString()).Where(id => id != head).ToHashSet();
        var (rep, manager) = people.Where(p => owners.Contains(p.GetProperty("id").GetString()) && leaders.Contains(p.GetProperty("manager").GetString()))
            .Select(p => (p.GetProperty("id").GetString()!, p.GetProperty("manager").GetString()!)).First(p => !leaders.Contains(p.Item1));
        await SubmitAsync(tenant, head, "leader", 7_000_000, "2026-05-15T12:00:00Z");
        await SubmitAsync(tenant, head, "leader", 7_500_000.5m, "2026-05-20T11:00:00Z");
        await SubmitAsync(tenant, manager, "manager", 1_000_000, "2026-04-03T12:00:00Z");
        await pages.PostAsync($"/api/quotas?tenant={tenant}", new { @for = rep, amount = (decimal?)null, period = "2026-Q2", by = head, team = false, at = "2026-04-01T00:00:00Z" });
        await pages.PostAsync($"/api/quotas?tenant={tenant}", new { @for = head, amount = 9_000_000, period = "2026-Q2", by = head, team = true, at = "2026-04-01T00:00:00Z" });

        await using var visit = await pages.VisitAsync($"/forecast?tenant={tenant}&hierarchy=current&open=all");
        var total = (await HoldAgainstApiAsync(visit)).GetProperty("total");
        (await visit.NumberAsync("#quota")).ShouldBe(9_000_000);
        (await visit.NumberAsync("#gap")).ShouldBe(total.GetProperty("gap").GetDecimal());
        (await visit.Page.Locator("#rows tfoot td[data-column=mostLikely] .below").InnerTextAsync()).ShouldContain("7,500,000.50");
        (await visit.TextsAsync($"#rows tr:has(a[href*='owner={rep}']) td[data-column=quota]")).ShouldBe(["–"]);
        (await visit.TextsAsync("#call-rows tbody tr td:nth-of-type(7)")).Count(t => t == "two renewals").ShouldBe(2);
        var calls = new List<JsonElement>();
        foreach (var by in new[] { "by=team", "by=owner" })
        {
            calls.AddRange((await pages.AskAsync(await ApiAsync(visit, by))).GetProperty("rows").EnumerateArray().SelectMany(r => r.GetProperty("calls").EnumerateArray()));
        }

        calls.Count(c => c.TryGetProperty("note", out var note) && note.GetString() == "two renewals").ShouldBe(2);
        (await visit.TextsAsync("#call-rows tbody tr")).Count.ShouldBe(calls.Count);
        (await visit.TextsAsync("#call-rows td:nth-of-type(6)")).Count(t => t == "stale").ShouldBe(calls.Count(c => c.GetProperty("stale").GetBoolean()));
        await visit.Page.ClickAsync("#course-numbers");
        var column = (await visit.TextsAsync("#course-rows thead th")).ToList().IndexOf("Leader's Most likely");
        var called = (await visit.TextsAsync($"#course-rows tbody tr > :nth-child({column + 1})")).TakeLast(3).Select(t => t.Trim()).ToList();
        called[0].ShouldBe("–");
        called.Skip(1).Select(Visit.Number).ShouldBe([7_000_000, 7_500_000.5m]);
        await visit.ShouldFitAsync();

        var bare = await pages.NewTenantAsync();
        await pages.OpenDealAsync(bare, "one", "One", 100);
        await visit.Page.GotoAsync($"/forecast?tenant={bare}");
        (await visit.Page.Locator("#quota").InnerTextAsync()).Trim().ShouldBe("–");
        (await visit.Page.Locator("#call-rows").CountAsync()).ShouldBe(0);
        (await visit.Page.Locator("#course-rows thead th").CountAsync()).ShouldBe(7);
    }

    [Fact]
    public async Task Files_hold_the_whole_tree_and_paper_the_figures_and_all_of_it_works_without_script()
    {
        await using var visit = await pages.VisitAsync("/forecast?period=2026-Q1&open=none", hasScript: false);
        await HoldAgainstApiAsync(visit);
        (await visit.TextsAsync("#rows tbody tr")).Count.ShouldBe(1);
        await visit.Page.Locator(".toggle").First.ClickAsync();
        (await visit.TextsAsync("#rows tbody tr")).Count.ShouldBeGreaterThan(3);
        await visit.Page.Locator("#weeks a").Nth(4).ClickAsync();
        await HoldAgainstApiAsync(visit);
        await visit.Page.ClickAsync("#show");
        visit.Asked.Values.ShouldAllBe(value => value.Length > 0);
        (await visit.Page.Locator(".slider").IsVisibleAsync()).ShouldBeFalse();

        var teams = await HoldAgainstApiAsync(visit);
        var reps = await pages.AskAsync(await ApiAsync(visit, "by=owner"));
        var csv = await Exports.DownloadAsync(visit, "CSV");
        var excel = await Exports.DownloadAsync(visit, "Excel");
        csv.Name.ShouldBe("forecast-2026-Q1.csv");
        var lines = Encoding.UTF8.GetString(csv.Content).TrimEnd().Split("\r\n");
        lines[0].ShouldStartWith("Kind,Key,Name,Above,Closed,Commit,Most likely,Best case,Pipeline,Open pipeline,Omitted,Lost,");
        lines.Length.ShouldBe(2 + teams.GetProperty("rows").GetArrayLength() + reps.GetProperty("rows").GetArrayLength());
        lines[^1].ShouldStartWith("Total,total,Total,," + string.Join(',', Columns.Take(5).Select(c => Amount(teams.GetProperty("total"), c).ToString(CultureInfo.InvariantCulture))));
        Exports.Sheets(excel.Content).ShouldBe(["Forecast", "Course", "Calls", "Question"]);

        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        foreach (var hidden in new[] { ".bar", ".filter", ".steps", ".weeks", ".exports" })
        {
            await Assertions.Expect(visit.Page.Locator(hidden)).ToBeHiddenAsync();
        }

        await Assertions.Expect(visit.Page.Locator("#rows")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".stamp")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_cannot_be_is_refused_what_is_empty_says_so_and_a_hostile_type_does_nothing()
    {
        await using var visit = await pages.VisitAsync("/forecast?against=soon");
        (await visit.Page.Locator(".notice.bad:visible").InnerTextAsync()).ShouldContain("'soon' is not an instant");
        (await visit.Page.InputValueAsync("#against")).ShouldBe("soon");
        await visit.Page.GotoAsync("/forecast?team=nobody");
        (await visit.Page.Locator(".notice.bad:visible").InnerTextAsync()).ShouldContain("Nobody ever reported to 'nobody'");
        await visit.Page.GotoAsync("/forecast?open=" + string.Join(',', Enumerable.Repeat("x", 201)));
        (await visit.Page.Locator(".notice.bad:visible").InnerTextAsync()).ShouldContain("More than 200 teams are named");

        var tenant = await pages.NewTenantAsync();
        await visit.Page.GotoAsync($"/forecast?tenant={tenant}");
        (await visit.Page.Locator(".empty").First.InnerTextAsync()).ShouldContain("No deal closes in 2026-Q2 here");
        (await visit.NumberAsync("#closed .amount")).ShouldBe(0);

        var type = "</script><img src=x onerror=alert(1)>\u202E" + new string('w', 200);
        await pages.PostAsync($"/api/opportunities?tenant={tenant}", new { id = "one", name = "=1+1", type, amount = 5, owner = "ann", stage = "Proposal", closeDate = "2026-06-10", at = "2026-05-19T12:00:00Z" });
        await visit.Page.GotoAsync($"/forecast?tenant={tenant}&by=type");
        var shown = (await visit.TextsAsync("#rows tbody th")).Single();
        shown.ShouldStartWith("</script><img src=x onerror=alert(1)>");
        shown.Length.ShouldBeLessThan(200);
        (await visit.NumberAsync("#rows tbody td[data-column=openPipeline]")).ShouldBe(5);
        await visit.ShouldFitAsync();
    }

    private Task<JsonElement> SubmitAsync(string tenant, string who, string layer, decimal amount, string at) => pages.PostAsync(
        $"/api/calls?tenant={tenant}", new { period = "2026-Q2", @for = who, layer, category = "mostLikely", amount, by = who, note = "two renewals", at });

    // What the API tells beside the total of the line that a label names, such as Leader's Commit.
    private static decimal? Called(JsonElement total, string line) => total.GetProperty("calls").EnumerateArray()
        .Where(c => string.Equals(line.Replace("'s ", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), c.GetProperty("layer").GetString() + c.GetProperty("category").GetString(), StringComparison.OrdinalIgnoreCase))
        .Select(c => (decimal?)c.GetProperty("amount").GetDecimal()).SingleOrDefault();

    private static async Task ClickBarAsync(Visit visit, int at)
    {
        var (x, y) = await BarAsync(visit, at);
        await visit.Page.Mouse.ClickAsync(x, y);
    }

    // Where on the screen the middle of a bar is.
    private static async Task<(float X, float Y)> BarAsync(Visit visit, int at)
    {
        var place = await visit.Page.EvaluateAsync<float[]>(
            """
            at => {
                const box = document.querySelector("[data-chart=course] .canvas");
                box.scrollIntoView({ block: "center" });
                const weeks = JSON.parse(document.querySelector("[data-chart=course] script").textContent);
                const [x, y] = echarts.getInstanceByDom(box).convertToPixel({ seriesIndex: 0 }, [at, weeks[at].closed + (weeks[at].commit + weeks[at].mostLikely + weeks[at].bestCase) / 2]);
                const rect = box.getBoundingClientRect();
                return [rect.x + x, rect.y + y];
            }
            """,
            at);
        return (place[0], place[1]);
    }

    // The address of the API for the very same forecast, by what the page groups it.
    private static async Task<string> ApiAsync(Visit visit, string by)
    {
        var parts = (await visit.ApiAsync("/api/forecast")).Split('?', 2);
        return parts[0] + "?" + string.Join('&', parts[1].Split('&').Where(p => p.Split('=')[0] is not ("against" or "open" or "by")).Append(by));
    }

    // Every team that is shown and the total against the answer of the API to the very same question.
    private async Task<JsonElement> HoldAgainstApiAsync(Visit visit)
    {
        await visit.Page.Locator("#rows").WaitForAsync();
        var forecast = await pages.AskAsync(await ApiAsync(visit, "by=team"));
        var total = forecast.GetProperty("total");
        (await visit.NumberAsync("#position")).ShouldBe(forecast.GetProperty("position").GetInt64());
        (await visit.NumbersAsync("#rows tfoot td > a .amount")).ShouldBe(Columns.Select(c => Amount(total, c)));
        (await visit.NumberAsync("#closed .amount")).ShouldBe(Amount(total, "closed"));
        (await visit.NumberAsync("#open .amount")).ShouldBe(Amount(total, "openPipeline"));
        (await visit.NumberAsync("#weighted .amount")).ShouldBe(decimal.Round(total.GetProperty("weighted").GetDecimal(), 2));

        var rows = await visit.Page.Locator("#rows tr.team").EvaluateAllAsync<string[][]>(
            "rows => rows.map(row => [row.querySelector('.toggle').id.slice(5), ...[...row.querySelectorAll('td > a .amount')].map(a => a.innerText)])");
        foreach (var row in rows)
        {
            var team = forecast.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("key").GetString() == row[0]);
            row.Skip(1).Select(Visit.Number).ShouldBe(Columns.Select(c => Amount(team, c)));
        }

        return forecast;
    }

    private static decimal Amount(JsonElement row, string column) => row.GetProperty(column).GetProperty("amount").GetDecimal();
}
