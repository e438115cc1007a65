using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests.Calls;

/// <summary>Calls with their basis and what moved since, as finance goes through them, held against the API.</summary>
public sealed class CallsPageTests(PagesFixture pages)
{
    [Fact]
    public async Task Calls_are_listed_by_period_and_layer_with_their_accuracy_as_the_API_tells_them()
    {
        var tenant = await TenantAsync();
        await using var visit = await pages.VisitAsync($"/calls?tenant={tenant}");
        await HoldListAsync(visit, 2);
        await visit.Page.SelectOptionAsync("#all", "true");
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync("all=true");
        await HoldListAsync(visit, 3);
        (await visit.TextsAsync("#list td[data-label=Standing]")).ShouldContain("replaced, stale");

        await visit.Page.SelectOptionAsync("#period", "2026-Q1");
        await visit.Page.SelectOptionAsync("#layer", "rep");
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync("layer=rep");
        await HoldListAsync(visit, 1);
        var accuracy = await pages.AskAsync($"/api/calls/accuracy?tenant={tenant}&period=2026-Q1");
        var weeks = accuracy.GetProperty("layers")[0].GetProperty("weeks").EnumerateArray().ToList();
        (await visit.TextsAsync("#layers thead th:not(:first-child)")).ShouldBe(weeks.Select(w => w.GetProperty("week").GetString()));
        weeks[^1].GetProperty("calls").GetProperty("accuracy").GetDecimal().ShouldBe(0.8m);
        (await visit.TextsAsync("#layers tbody td")).ShouldAllBe(
            cell => cell.StartsWith("80.0 %", StringComparison.Ordinal) && cell.EndsWith("−20.0 %", StringComparison.Ordinal));
        (await visit.NumbersAsync("#people tbody .amount")).ShouldBe([80, 80, 100]);
        (await visit.TextsAsync("#sandbagging tbody td")).ShouldBe(["1", "not enough quarters"]);

        var csv = await Exports.DownloadAsync(visit, "CSV");
        var excel = await Exports.DownloadAsync(visit, "Excel");
        Encoding.UTF8.GetString(csv.Content).Split("\r\n").Length.ShouldBe(3);
        Exports.Sheets(excel.Content).ShouldBe(["Calls", "Accuracy by layer", "Accuracy by person", "Sandbagging", "Question"]);
        var audit = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.ClickAsync("#audit"));
        audit.SuggestedFilename.ShouldBe("audit-2026-Q1.zip");
        using (var content = new MemoryStream())
        {
            await (await audit.CreateReadStreamAsync()).CopyToAsync(content, TestContext.Current.CancellationToken);
            using var archive = new ZipArchive(content);
            archive.Entries.Select(e => e.FullName.Split('/')[0]).Distinct().ShouldBe(["audit-2026-Q1.xlsx", "audit-2026-Q1-proofs"]);
        }

        var figures = await visit.Page.Locator("main").InnerTextAsync();
        await visit.Page.ReloadAsync();
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldBe(figures);
    }

    [Fact]
    public async Task A_long_list_goes_on_as_one_scrolls_and_without_script_by_its_link()
    {
        var all = await pages.AskAsync("/api/calls?all=true&order=period");
        var ids = all.GetProperty("calls").EnumerateArray().Select(c => c.GetProperty("id").GetString()).ToList();
        ids.Count.ShouldBeGreaterThan(200);

        await using var visit = await pages.VisitAsync("/calls?all=true&limit=90");
        (await visit.Page.Locator("#list tbody th").CountAsync()).ShouldBeLessThan(ids.Count);
        await visit.Page.WaitForFunctionAsync("() => { const next = document.querySelector('.next'); next?.scrollIntoView(); return !next; }");
        (await ListedAsync(visit)).ShouldBe(ids);
        Encoding.UTF8.GetString((await Exports.DownloadAsync(visit, "CSV")).Content).TrimEnd().Split("\r\n").Length.ShouldBe(ids.Count + 1);

        await using var plain = await pages.VisitAsync("/calls?all=true", hasScript: false);
        (await ListedAsync(plain)).ShouldBe(ids.Take(200));
        await plain.Page.ClickAsync(".next a");
        await plain.Page.WaitForLoadStateAsync();
        (await ListedAsync(plain)).ShouldBe(ids.Skip(200).Take(200));
        await plain.Page.ClickAsync("text=From the first");
        await plain.Page.WaitForLoadStateAsync();
        (await ListedAsync(plain)).ShouldBe(ids.Take(200));

        static async Task<IEnumerable<string>> ListedAsync(Visit visit) => await visit.Page.Locator("#list tbody th a").EvaluateAllAsync<string[]>(
            "links => links.map(link => new URL(link.href).pathname.split('/').pop())");
    }

    [Fact]
    public async Task A_call_shows_its_basis_what_moved_since_its_seal_and_its_proof_and_is_made_once_more()
    {
        var tenant = await TenantAsync();
        await using var visit = await pages.VisitAsync($"/calls?tenant={tenant}&period=2026-Q2");
        await visit.Page.Locator("#list th a").First.ClickAsync();
        await visit.AddressAsync("/calls/");
        await visit.Page.Locator("#call-id").WaitForAsync();

        var answer = await HoldCallAsync(visit);
        answer.GetProperty("call").GetProperty("stale").GetBoolean().ShouldBeTrue();
        (await visit.TextsAsync("#seal")).ShouldBe([$"seal {answer.GetProperty("seal").GetInt64()}, made for it"]);
        await visit.ShouldFitAsync();

        await visit.Page.ClickAsync("#reproduce-now");
        await visit.AddressAsync("reproduce=true");
        await Assertions.Expect(visit.Page.Locator("#reproduced")).ToContainTextAsync(
            $"up to position {answer.GetProperty("call").GetProperty("basis").GetProperty("position")}: the same in every cell");
        await HoldCallAsync(visit);

        var proof = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.ClickAsync("#proof"));
        await using (var content = await proof.CreateReadStreamAsync())
        {
            (await JsonDocument.ParseAsync(content, cancellationToken: TestContext.Current.CancellationToken)).RootElement.GetProperty("kind").GetString().ShouldBe("event");
        }

        await visit.Page.Locator("#cells tbody tr").Nth(4).Locator("a").First.ClickAsync();
        await visit.AddressAsync("/deals?");
        await Assertions.Expect(visit.Page.Locator("#total")).ToHaveCountAsync(1);
        (await visit.NumberAsync("#total")).ShouldBe(answer.GetProperty("call").GetProperty("basis").GetProperty("pipeline").GetProperty("amount").GetDecimal());
        await visit.Page.GoBackAsync();
        await visit.Page.Locator("#moved-deals .happened a").First.ClickAsync();
        await visit.AddressAsync("/deals/");
        var e = $"#event-{answer.GetProperty("moved")[0].GetProperty("events")[0].GetProperty("position").GetInt64()}";
        new Uri(visit.Page.Url).Fragment.ShouldBe(e);
        await Assertions.Expect(visit.Page.Locator(e)).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_call_without_a_seal_of_its_own_says_which_seal_covers_it_or_that_none_does_yet()
    {
        var tenant = await pages.NewSampleAsync(100);
        var call = (await pages.AskAsync($"/api/calls?tenant={tenant}")).GetProperty("calls")[0].GetProperty("id").GetString();
        await using var visit = await pages.VisitAsync($"/calls/{call}?tenant={tenant}");
        (await visit.TextsAsync("#seal")).ShouldBe(["not sealed yet; the next seal covers it"]);

        var seal = await pages.PostAsync($"/api/seals?tenant={tenant}", new { });
        await pages.PostAsync($"/api/seals?tenant={tenant}", new { });
        await visit.Page.ReloadAsync();
        (await visit.TextsAsync("#seal")).Single().ShouldStartWith($"seal {seal.GetProperty("id").GetInt64()}, which covers it, made 2026-05-20 12:00");
    }

    [Fact]
    public async Task Without_script_on_paper_and_on_a_phone_a_call_is_all_there()
    {
        var tenant = await TenantAsync();
        await using var visit = await pages.VisitAsync($"/calls?tenant={tenant}&period=2026-Q2&all=true", width: 390, height: 844, hasScript: false);
        await visit.ShouldFitAsync();
        await visit.Page.Locator("#list tr", new() { HasText = "replaced" }).Locator("th a").ClickAsync();
        await HoldCallAsync(visit);
        await visit.ShouldFitAsync();
        await visit.Page.ClickAsync("#reproduce-now");
        (await visit.TextsAsync("#reproduced")).Single().ShouldContain("the same in every cell");
        await visit.Page.ClickAsync("text=a later call");
        (await visit.TextsAsync("dt")).ShouldContain("Replaces");

        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await Assertions.Expect(visit.Page.Locator(".filter")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.Locator("#reproduce-now")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.Locator("#cells")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_empty_or_refused_or_hostile_is_told_harmlessly()
    {
        var tenant = await pages.NewTenantAsync();
        await using var visit = await pages.VisitAsync($"/calls?tenant={tenant}");
        (await visit.TextsAsync(".empty")).ShouldContain(text => text.Contains("Nobody stated such a call"));
        (await visit.TextsAsync(".empty")).ShouldContain(text => text.Contains("Nobody stated a call for 2026-Q1"));

        await pages.OpenDealAsync(tenant, "deal", "=1+1", 100);
        await StateAsync(tenant, "2026-Q2", 50, "=cmd()<script>alert(1)</script>\u202E");
        await visit.Page.ReloadAsync();
        (await visit.TextsAsync("#list td[data-label=Note]")).Single().ShouldStartWith("=cmd()<script>alert(1)</script>");
        Encoding.UTF8.GetString((await Exports.DownloadAsync(visit, "CSV")).Content).ShouldContain(",'=cmd()");

        await visit.Page.GotoAsync("/calls?layer=boss");
        (await visit.Page.Locator(".notice.bad:visible").InnerTextAsync()).ShouldContain("'boss' is not one of rep, manager, leader");
        await visit.Page.GotoAsync("/calls/nothing?reproduce=true");
        (await visit.Page.Locator(".notice.bad:visible").InnerTextAsync()).ShouldContain("There is no call 'nothing'");
    }

    // Two calls for the running quarter, of which the second replaces the first, and what moved since; one for the quarter before, which was won.
    private async Task<string> TenantAsync()
    {
        var tenant = await pages.NewTenantAsync();
        await pages.PostAsync(
            $"/api/opportunities?tenant={tenant}",
            new { id = "won", name = "Won", amount = 100, owner = "ann", stage = "Proposal", closeDate = "2026-02-20", at = "2026-01-05T12:00:00Z" });
        await StateAsync(tenant, "2026-Q1", 80, "early", "2026-01-20T12:00:00Z");
        await pages.PostAsync($"/api/opportunities/won/stage?tenant={tenant}", new { value = "Closed Won", at = "2026-02-20T12:00:00Z" });
        await pages.OpenDealAsync(tenant, "open", "Open", 1000);
        await StateAsync(tenant, "2026-Q2", 700, "first", "2026-05-19T13:00:00Z");
        await StateAsync(tenant, "2026-Q2", 900, "second", "2026-05-19T14:00:00Z");
        await pages.PostAsync($"/api/opportunities/open/amount?tenant={tenant}", new { value = 800, at = "2026-05-20T11:00:00Z" });
        return tenant;
    }

    private Task<JsonElement> StateAsync(string tenant, string period, decimal amount, string note, string? at = null) => pages.PostAsync(
        $"/api/calls?tenant={tenant}", new { period, @for = "ann", layer = "rep", category = "commit", amount, by = "ann", note, at });

    private async Task HoldListAsync(Visit visit, int count)
    {
        await visit.Page.Locator("#calls-total").WaitForAsync();
        var answer = await pages.AskAsync(await visit.ApiAsync("/api/calls"));
        answer.GetProperty("callsTotal").GetInt64().ShouldBe(count);
        (await visit.NumberAsync("#calls-total")).ShouldBe(count);
        (await visit.NumbersAsync("#list td[data-label=Amount] .amount")).Order().ShouldBe(
            answer.GetProperty("calls").EnumerateArray().Select(c => c.GetProperty("amount").GetDecimal()).Order());
        (await visit.NumberAsync("#position")).ShouldBe(answer.GetProperty("position").GetInt64());
    }

    private async Task<JsonElement> HoldCallAsync(Visit visit)
    {
        var answer = await pages.AskAsync(await visit.ApiAsync("/api/calls/" + await visit.Page.Locator("#call-id").InnerTextAsync()));
        var (call, now) = (answer.GetProperty("call"), answer.GetProperty("now"));
        string[] columns = ["closed", "commit", "mostLikely", "bestCase", "pipeline", "openPipeline", "omitted", "lost"];
        (await visit.NumberAsync("#amount .amount")).ShouldBe(call.GetProperty("amount").GetDecimal());
        (await visit.NumbersAsync("#cells td:nth-of-type(2)")).ShouldBe(columns.Select(c => call.GetProperty("basis").GetProperty(c).GetProperty("amount").GetDecimal()));
        (await visit.NumbersAsync("#cells td:nth-of-type(3)")).ShouldBe(columns.Select(c => now.GetProperty(c).GetProperty("amount").GetDecimal()));
        (await visit.NumberAsync("#moved-total")).ShouldBe(answer.GetProperty("movedTotal").GetInt64());
        (await visit.TextsAsync("#moved-deals tbody th")).ShouldBe(answer.GetProperty("moved").EnumerateArray().Select(d => d.GetProperty("name").GetString()));
        return answer;
    }
}
