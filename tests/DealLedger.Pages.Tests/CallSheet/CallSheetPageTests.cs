using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests.CallSheet;

/// <summary>The call sheet, as a team goes through it, on the sample company and held against the API.</summary>
public sealed partial class CallSheetPageTests(PagesFixture pages)
{
    [Fact]
    public async Task The_sheet_shows_the_figures_of_the_API_which_are_those_of_the_forecast_and_of_what_changed()
    {
        await using var visit = await pages.VisitAsync("/call-sheet?since=2026-04-20");

        var sheet = await HoldAgainstApiAsync(visit);
        var asOf = sheet.GetProperty("asOf").GetString();
        var now = (await pages.AskAsync($"/api/forecast?asOf={asOf}&rollup=cumulative")).GetProperty("total");
        var before = (await pages.AskAsync("/api/forecast?asOf=2026-04-20&rollup=cumulative")).GetProperty("total");
        (await visit.NumberAsync("#closed")).ShouldBe(Amount(now, "closed"));
        (await visit.NumberAsync("#forecast")).ShouldBe(Amount(now, "commit"));
        (await visit.NumberAsync("#upside")).ShouldBe(Amount(now, "bestCase") - Amount(now, "commit"));
        (await visit.NumberAsync("dd:has(> .change) >> nth=0 >> .change")).ShouldBe(Amount(now, "commit") - Amount(before, "commit"));
        var changes = await pages.AskAsync($"/api/changes?from=2026-04-20&to={asOf}");
        foreach (var (list, kind) in new[] { ("won", "won"), ("lost", "lost"), ("slipped", "pushedOut") })
        {
            var movements = changes.GetProperty("movements").EnumerateArray().Where(m => m.GetProperty("kind").GetString() == kind).ToList();
            List<JsonElement> parts = [sheet.GetProperty("newAndExpansion").GetProperty(list), sheet.GetProperty("renewals").GetProperty(list)];
            parts.Sum(p => p.GetProperty("count").GetInt64()).ShouldBe(movements.Sum(m => m.GetProperty("deals").GetInt64()));
            parts.Sum(p => p.GetProperty("amount").GetDecimal()).ShouldBe(movements.Sum(m => m.GetProperty("amount").GetDecimal()));
        }

        await visit.ShouldFitAsync();
    }

    [Fact]
    public async Task One_chooses_a_team_steps_a_week_goes_back_and_reads_all_of_it_without_script()
    {
        var (team, name) = await TeamAsync(0);
        await using var visit = await pages.VisitAsync("/call-sheet");
        await visit.Page.SelectOptionAsync("#team", team);
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync($"team={team}");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync($"Call sheet of {name}, 2026-Q2");
        var first = await HoldAgainstApiAsync(visit);

        await visit.Page.ClickAsync("#week-back");
        await visit.AddressAsync("asOf=2026-05-13");
        await Assertions.Expect(visit.Page.Locator(".stamp time >> nth=1")).ToHaveTextAsync("2026-05-06 12:00:00Z");
        await HoldAgainstApiAsync(visit);
        await Assertions.Expect(visit.Page.Locator("#add")).ToHaveCountAsync(0);
        await visit.Page.ReloadAsync();
        visit.Asked["since"].ShouldBe("2026-05-06T12:00:00Z");
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator(".stamp time >> nth=1")).ToHaveTextAsync("2026-05-13 12:00:00Z");

        await using var plain = await pages.VisitAsync($"/call-sheet?team={team}", hasScript: false);
        (await plain.NumberAsync("#forecast")).ShouldBe(first.GetProperty("now").GetProperty("forecast").GetProperty("amount").GetDecimal());
        (await HoldAgainstApiAsync(plain)).GetProperty("team").GetString().ShouldBe(team);
    }

    [Fact]
    public async Task A_number_leads_to_its_deals_and_a_movement_to_the_event_that_did_it()
    {
        await using var visit = await pages.VisitAsync("/call-sheet?since=start-of-quarter");
        var sheet = await pages.AskAsync(await visit.ApiAsync("/api/call-sheet"));
        var forecast = await visit.NumberAsync("#forecast");

        await visit.Page.ClickAsync("#forecast a");
        await visit.Page.Locator("#total").WaitForAsync();
        (await visit.NumberAsync("#total")).ShouldBe(forecast);
        await visit.Page.GoBackAsync();
        await visit.Page.Locator("#new-won").WaitForAsync();

        var won = sheet.GetProperty("newAndExpansion").GetProperty("won").GetProperty("deals")[0];
        var movement = won.GetProperty("movements").EnumerateArray().Single(m => m.GetProperty("kind").GetString() == "won");
        await visit.Page.Locator("section:has(> #new-won) td.what a").First.ClickAsync();
        await visit.AddressAsync($"#event-{movement.GetProperty("position").GetInt64()}");
        visit.Page.Url.ShouldContain(won.GetProperty("id").GetString()!);
        await visit.Page.GoBackAsync();
        await visit.Page.Locator("#new-won").WaitForAsync();

        var (list, kind) = new[] { ("won", "won"), ("lost", "lost"), ("slipped", "pushedOut") }.First(l => sheet.GetProperty("newAndExpansion").GetProperty(l.Item1).GetProperty("count").GetInt64() > 5);
        await visit.Page.Locator($"section:has(> #new-{list}) .more a").ClickAsync();
        await visit.AddressAsync("kind=" + kind);
        await Assertions.Expect(visit.Page.Locator("#deals")).ToContainTextAsync("Deals: ");
        (await visit.NumberAsync("#deals-total")).ShouldBe(sheet.GetProperty("newAndExpansion").GetProperty(list).GetProperty("count").GetDecimal());
        await Assertions.Expect(visit.Page.Locator("#part")).ToContainTextAsync("New and Expansion alone");
        await visit.Page.ClickAsync("#part a");
        await Assertions.Expect(visit.Page.Locator("#part")).ToHaveCountAsync(0);

        await visit.Page.GotoAsync("/call-sheet?since=2026-04-20");
        var renewals = await visit.NumberAsync("#renewals-figures tbody tr:nth-of-type(2) .number-link");
        await visit.Page.ClickAsync("#renewals-figures tbody tr:nth-of-type(2) a");
        await visit.Page.Locator("#part", new() { HasText = "Renewals alone" }).WaitForAsync();
        (await visit.NumberAsync("#total")).ShouldBe(renewals);
    }

    [Fact]
    public async Task A_follow_up_is_added_and_closed_and_what_is_refused_keeps_what_was_typed()
    {
        var tenant = await pages.NewSampleAsync(100);
        var (team, _) = await TeamAsync(1, tenant);
        var late = await pages.PostAsync($"/api/follow-ups?tenant={tenant}", new { text = "the late one", owner = team, due = "2026-05-10", by = team, team, at = "2026-05-01T00:00:00Z" });
        var lateId = late.GetProperty("followUp").GetProperty("id").GetString();
        var before = (await pages.AskAsync($"/api/follow-ups?tenant={tenant}&team={team}")).GetProperty("followUpsTotal").GetInt64();
        await using var visit = await pages.VisitAsync($"/call-sheet?tenant={tenant}&team={team}");
        await Assertions.Expect(visit.Page.Locator($"#follow-up-{lateId} .mark.bad")).ToHaveTextAsync("overdue");

        await visit.Page.FillAsync("#text", "ask for the signature");
        await visit.Page.FillAsync("#due", "2026-05-27");
        await visit.Page.FillAsync("#deal", "nothing");
        await visit.Page.SelectOptionAsync("#owner", team);
        await visit.Page.ClickAsync("#add-follow-up");
        await Assertions.Expect(visit.Page.Locator("#deal-fault")).ToHaveTextAsync("Opportunity 'nothing' is not in the ledger; name one that is, or none.");
        (await visit.Page.InputValueAsync("#text")).ShouldBe("ask for the signature");
        (await visit.Page.InputValueAsync("#due")).ShouldBe("2026-05-27");
        (await visit.Page.InputValueAsync("#owner")).ShouldBe(team);
        visit.Asked["team"].ShouldBe(team);

        await visit.Page.FillAsync("#deal", "");
        await visit.Page.ClickAsync("#add-follow-up");
        await Assertions.Expect(visit.Page.Locator("#follow-ups-open")).ToHaveTextAsync($"{before + 1}");
        var said = await visit.TextsAsync("#open-follow-ups .said");
        said.Count.ShouldBe((int)before + 1);
        said[0].ShouldBe("the late one");
        said.ShouldContain("ask for the signature");
        await Assertions.Expect(visit.Page.Locator("#open-follow-ups tr", new() { HasText = "signature" }).Locator(".mark")).ToHaveTextAsync("new");

        var row = visit.Page.Locator($"#follow-up-{lateId}");
        await row.Locator("summary").ClickAsync();
        await row.Locator("input[name=result]").FillAsync("nobody needs it any more");
        await row.Locator("button").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#closed-follow-ups .said").First).ToHaveTextAsync("the late one");
        await Assertions.Expect(visit.Page.Locator("#follow-ups-open")).ToHaveTextAsync($"{before}");
        var closed = (await pages.AskAsync($"/api/follow-ups?tenant={tenant}&standing=closed&team={team}")).GetProperty("followUps")[0];
        closed.GetProperty("result").GetString().ShouldBe("nobody needs it any more");
        closed.GetProperty("closedBy").GetString().ShouldBe(team);
        await visit.ShouldFitAsync();
    }

    [Fact]
    public async Task Flagged_deals_stand_on_the_sheet_and_what_others_wrote_does_no_harm()
    {
        var tenant = await pages.NewTenantAsync();
        await pages.OpenDealAsync(tenant, "risky", "=1+1<script>alert(1)</script>", 100);
        await pages.OpenDealAsync(tenant, "sure", "Sure", 200);
        await pages.PostAsync($"/api/opportunities/risky/flag?tenant={tenant}", new { value = "At risk" });
        await pages.PostAsync($"/api/opportunities/sure/flag?tenant={tenant}", new { value = "Bridge" });
        var hostile = "=HYPERLINK(\"x\")<img src=x onerror=alert(2)>\u202Eabc\nsecond " + string.Concat(Enumerable.Repeat("endless", 600));
        await pages.PostAsync($"/api/follow-ups?tenant={tenant}", new { text = hostile, owner = "ann", due = "2026-05-27", by = "ann" });

        foreach (var (width, height) in new[] { (1280, 800), (390, 844) })
        {
            await using var narrow = await pages.VisitAsync($"/call-sheet?tenant={tenant}", width: width, height: height);
            await narrow.ShouldFitAsync();
            (await narrow.TextsAsync("section:has(> #new-flagged) td.what")).ShouldBe(["At risk"]);
            (await narrow.TextsAsync("#open-follow-ups .said")).Single().ShouldNotContain('\u202E');
        }

        await using var visit = await pages.VisitAsync($"/call-sheet?tenant={tenant}");
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe("Call sheet of everyone, 2026-Q2");
        var csv = await Exports.DownloadAsync(visit, "CSV");
        var excel = await Exports.DownloadAsync(visit, "Excel");
        csv.Name.ShouldBe("call-sheet-2026-Q2.csv");
        var lines = Encoding.UTF8.GetString(csv.Content).Split("\r\n");
        lines[0].ShouldBe("Part,List,Id,Deal,Owner,Owner's name,What,Amount (USD)");
        lines[1].ShouldBe("New and Expansion,Key open deals,sure,Sure,ann,ann,Pipeline,200");
        lines.ShouldContain("New and Expansion,Flagged,risky,'=1+1<script>alert(1)</script>,ann,ann,At risk,100");
        Exports.Sheets(excel.Content).ShouldBe(["Deals", "Figures", "Follow-ups", "Calls", "Question"]);
        Exports.Formulas(excel.Content).ShouldBe(0);
    }

    [Fact]
    public async Task A_team_without_deals_and_follow_ups_says_so()
    {
        await using var visit = await pages.VisitAsync($"/call-sheet?tenant={await pages.NewTenantAsync()}");

        (await visit.NumberAsync("#forecast")).ShouldBe(0);
        (await visit.TextsAsync(".sheet h3 .quiet")).ShouldAllBe(told => told == "none");
        (await visit.Page.Locator(".follow-ups").InnerTextAsync()).ShouldContain("Nothing is to be done.");
        await visit.ShouldFitAsync();
    }

    [Fact]
    public async Task Every_team_s_sheet_is_one_page_of_paper_and_names_what_it_has_no_room_for()
    {
        var tenant = await pages.NewSampleAsync(PagesFixture.Deals);
        var (full, _) = await TeamAsync(2, tenant);
        for (var at = 0; at < 8; at++)
        {
            await pages.PostAsync($"/api/follow-ups?tenant={tenant}", new { text = $"see that number {at} is signed before the end of the quarter", owner = full, due = "2026-06-01", by = full, team = full });
        }

        string?[] teams = [null, .. await TeamsAsync(tenant)];
        teams.Length.ShouldBe(7);
        await using var visit = await pages.VisitAsync("/call-sheet", ColorScheme.Dark);
        foreach (var team in teams)
        {
            await visit.Page.GotoAsync($"/call-sheet?tenant={tenant}&since=2026-04-20{(team is null ? "" : $"&team={team}")}");
            foreach (var format in new[] { "A4", "Letter" })
            {
                var paper = await visit.Page.PdfAsync(new PagePdfOptions { Format = format });
                Pages().Count(Encoding.Latin1.GetString(paper)).ShouldBe(1, $"{format} {team}");
            }

            // What a list has no room for is named under it.
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
            var sheet = await pages.AskAsync(await visit.ApiAsync("/api/call-sheet"));
            foreach (var (id, part) in new[] { ("new", sheet.GetProperty("newAndExpansion")), ("renewals", sheet.GetProperty("renewals")) })
            {
                foreach (var list in new[] { "won", "lost", "slipped", "moved", "flagged" })
                {
                    await HoldPrintedAsync(visit, $"section:has(> #{id}-{list})", part.GetProperty(list).GetProperty("count").GetInt64());
                }

                await HoldPrintedAsync(visit, $"section:has(> #{id}-open)", part.GetProperty("now").GetProperty("openPipeline").GetProperty("count").GetInt64());
            }

            foreach (var hidden in new[] { ".bar", ".filter >> nth=0", ".steps", ".exports", "#add" })
            {
                await Assertions.Expect(visit.Page.Locator(hidden)).ToBeHiddenAsync();
            }

            foreach (var shown in new[] { "#forecast", "#new-figures", "#renewals-figures", "#follow-ups", "#open-follow-ups tbody tr >> nth=0", ".stamp time >> nth=0" })
            {
                await Assertions.Expect(visit.Page.Locator(shown)).ToBeVisibleAsync();
            }

            // A page that is told to be a screen is also printed as one.
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Null });
        }
    }

    private static async Task HoldPrintedAsync(Visit visit, string list, long total)
    {
        var printed = await visit.Page.Locator($"{list} tbody tr:visible").CountAsync();
        var left = await visit.Page.Locator($"{list} .more.paper:visible").AllInnerTextsAsync();
        printed.ShouldBeGreaterThan(total > 0 ? 0 : -1);
        left.ShouldBe(total == printed ? [] : [$"and {total - printed} more"], list);
        await Assertions.Expect(visit.Page.Locator($"{list} .more.screen:visible")).ToHaveCountAsync(0);
    }

    // The figures and the lists, in their order, are those of the answer at the page's permanent link.
    private async Task<JsonElement> HoldAgainstApiAsync(Visit visit)
    {
        var sheet = await pages.AskAsync(await visit.ApiAsync("/api/call-sheet"));
        (await visit.NumberAsync("#forecast")).ShouldBe(Amount(sheet.GetProperty("now"), "forecast"));
        (await visit.NumberAsync("#upside")).ShouldBe(Amount(sheet.GetProperty("now"), "upside"));
        (await visit.NumberAsync("#position")).ShouldBe(sheet.GetProperty("position").GetInt64());
        foreach (var (id, name) in new[] { ("new", "newAndExpansion"), ("renewals", "renewals") })
        {
            var part = sheet.GetProperty(name);
            string[] figures = ["closed", "forecast", "upside", "openPipeline"];
            (await visit.NumbersAsync($"#{id}-figures tbody td:nth-of-type(2)")).ShouldBe(figures.Select(f => Amount(part.GetProperty("now"), f)));
            (await visit.NumbersAsync($"#{id}-figures tbody td:nth-of-type(3)")).ShouldBe(figures.Select(f => Amount(part.GetProperty("now"), f) - Amount(part.GetProperty("before"), f)));
            foreach (var list in new[] { "won", "lost", "slipped", "moved" })
            {
                (await visit.TextsAsync($"section:has(> #{id}-{list}) tbody th")).ShouldBe(Names(part.GetProperty(list).GetProperty("deals")));
            }

            (await visit.TextsAsync($"section:has(> #{id}-open) tbody th")).ShouldBe(Names(part.GetProperty("open")));
            (await visit.NumbersAsync($"section:has(> #{id}-open) tbody .number")).ShouldBe(part.GetProperty("open").EnumerateArray().Select(d => d.GetProperty("value").GetDecimal()));
            (await visit.NumbersAsync($"section:has(> #{id}-won) tbody .number")).ShouldBe(
                part.GetProperty("won").GetProperty("deals").EnumerateArray().Select(d => -d.GetProperty("movements").EnumerateArray().Single(m => m.GetProperty("kind").GetString() == "won").GetProperty("amount").GetDecimal()));
        }

        return sheet;
    }

    private async Task<IEnumerable<string>> TeamsAsync(string tenant) =>
        (await pages.AskAsync($"/api/people?tenant={tenant}")).GetProperty("people").EnumerateArray()
            .Where(p => p.GetProperty("leadsTeam").GetBoolean() && p.GetProperty("manager").ValueKind != JsonValueKind.Null).Select(p => p.GetProperty("id").GetString()!);

    // The teams right under the top, in the order of their ids.
    private async Task<(string Id, string Name)> TeamAsync(int place, string tenant = "default")
    {
        var people = (await pages.AskAsync($"/api/people?tenant={tenant}")).GetProperty("people").EnumerateArray().ToList();
        var team = people.Where(p => p.GetProperty("leadsTeam").GetBoolean() && p.GetProperty("manager").ValueKind != JsonValueKind.Null)
            .OrderBy(p => p.GetProperty("id").GetString(), StringComparer.Ordinal).ElementAt(place);
        return (team.GetProperty("id").GetString()!, team.GetProperty("team").GetString() ?? team.GetProperty("name").GetString()!);
    }

    private static decimal Amount(JsonElement row, string cell) => row.GetProperty(cell).GetProperty("amount").GetDecimal();

    private static IEnumerable<string?> Names(JsonElement deals) => deals.EnumerateArray().Select(d => d.GetProperty("name").GetString());

    [GeneratedRegex("/Type\\s*/Page\\b(?!s)")]
    private static partial Regex Pages();
}
