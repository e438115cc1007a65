using System.Net;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests;

/// <summary>What every page does beside showing its figures.</summary>
public sealed class PageStateTests(PagesFixture pages)
{
    [Theory]
    [InlineData("/?from=yesterday", HttpStatusCode.BadRequest, "'yesterday' is not an instant")]
    [InlineData("/?from=now&to=last-week", HttpStatusCode.BadRequest, "put the earlier instant into 'from'")]
    [InlineData("/?fron=now", HttpStatusCode.BadRequest, "'fron' is not a parameter")]
    [InlineData("/?tenant=nobody", HttpStatusCode.NotFound, "There is no tenant 'nobody'")]
    [InlineData("/deals/nothing", HttpStatusCode.NotFound, "Opportunity 'nothing' is not in the ledger")]
    [InlineData("/nothing", HttpStatusCode.NotFound, "There is nothing at this address")]
    public async Task What_is_refused_is_told_on_a_page_with_the_status_of_the_API(string path, HttpStatusCode status, string saying)
    {
        (await pages.GetAsync(path)).StatusCode.ShouldBe(status);
        await using var visit = await pages.VisitAsync(path);

        (await visit.Page.Locator(".notice.bad[role=alert]:visible").InnerTextAsync()).ShouldContain(saying);
        (await visit.Page.Locator(".bar a.brand").CountAsync()).ShouldBe(1);
        await visit.ShouldFitAsync();
    }

    [Fact]
    public async Task A_refused_filter_keeps_what_was_typed_so_that_it_can_be_mended()
    {
        await using var visit = await pages.VisitAsync("/");
        await visit.Page.FillAsync("#from", "soon");
        await visit.Page.ClickAsync("#show");
        await visit.AddressAsync("from=soon");
        await Assertions.Expect(visit.Page.Locator(".notice.bad:visible")).ToContainTextAsync("'soon' is not an instant");
        (await visit.Page.InputValueAsync("#from")).ShouldBe("soon");

        await visit.Page.FillAsync("#from", "-30d");
        await visit.Page.ClickAsync("#show");

        await Assertions.Expect(visit.Page.Locator("#deals-total")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".notice.bad:visible")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_ledger_without_deals_says_so()
    {
        await using var visit = await pages.VisitAsync($"/?tenant={await pages.NewTenantAsync()}");

        (await visit.Page.Locator(".empty").InnerTextAsync()).ShouldContain("There is no open pipeline that closes in 2026-Q2");
        (await visit.NumberAsync("#end")).ShouldBe(0);
        await visit.ShouldFitAsync();
    }

    [Fact]
    public async Task What_is_on_its_way_shows_and_so_does_a_server_that_does_not_answer()
    {
        await using var visit = await pages.VisitAsync("/");
        var answer = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/?from=start-of-quarter", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });
        await visit.Page.ClickAsync("#since-quarter");
        await Assertions.Expect(visit.Page.Locator("#loading.htmx-request")).ToHaveCountAsync(1);
        answer.SetResult();
        await visit.AddressAsync("from=start-of-quarter");
        await Assertions.Expect(visit.Page.Locator("#loading.htmx-request")).ToHaveCountAsync(0);

        visit.Expect("htmx:error");
        visit.Expect("net::ERR_FAILED");
        await visit.Page.RouteAsync("**/?*mode=path*", route => route.AbortAsync());
        await visit.Page.ClickAsync("#path");
        await Assertions.Expect(visit.Page.Locator("#offline")).ToBeVisibleAsync();
        await visit.Page.UnrouteAllAsync();
        await visit.Page.ClickAsync("#path");
        await visit.AddressAsync("mode=path");
        await Assertions.Expect(visit.Page.Locator("#offline")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_theme_is_that_of_the_device_until_another_is_chosen()
    {
        await using var visit = await pages.VisitAsync("/?from=start-of-quarter", ColorScheme.Dark);
        var dark = await GroundAsync(visit);

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Light" }).ClickAsync();
        await visit.Page.Locator("html[data-theme=light]").WaitForAsync();
        visit.Asked["from"].ShouldBe("start-of-quarter");
        var light = await GroundAsync(visit);
        light.ShouldNotBe(dark);

        await visit.Page.ClickAsync("#path");
        await visit.AddressAsync("mode=path");
        (await GroundAsync(visit)).ShouldBe(light);
        await visit.Page.ReloadAsync();
        (await GroundAsync(visit)).ShouldBe(light);
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("https://elsewhere.example/")]
    public async Task The_switch_of_the_theme_leads_nowhere_else(string back)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["theme"] = "dark", ["back"] = back });

        var response = await client.PostAsync(new Uri(pages.Address + "/theme"), form, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task Paper_shows_the_figures_and_where_they_are_from_and_nothing_to_click()
    {
        await using var visit = await pages.VisitAsync("/", ColorScheme.Dark);
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        foreach (var hidden in new[] { ".bar", ".filter", ".steps", ".exports" })
        {
            await Assertions.Expect(visit.Page.Locator(hidden)).ToBeHiddenAsync();
        }

        foreach (var shown in new[] { "#start", "#end", ".stamp time >> nth=0", "#movements", "#deal-rows", "[data-chart] svg" })
        {
            await Assertions.Expect(visit.Page.Locator(shown)).ToBeVisibleAsync();
        }

        (await GroundAsync(visit)).ShouldBe("rgb(255, 255, 255)");
        (await visit.Page.Locator("[data-chart] svg text", new PageLocatorOptions { HasText = "New" }).First.GetAttributeAsync("fill")).ShouldBe("#000");
        (await visit.Page.PdfAsync()).Length.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public async Task Nothing_of_a_page_comes_from_elsewhere_or_stands_in_it()
    {
        var response = await pages.GetAsync("/");

        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'; style-src 'self'");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldNotContain("style=\"");
        page.ShouldNotContain("://");
    }

    private static Task<string> GroundAsync(Visit visit) => visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
