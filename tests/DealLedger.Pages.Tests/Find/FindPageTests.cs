using Microsoft.Playwright;

namespace DealLedger.Pages.Tests.Find;

/// <summary>Finding a deal from anywhere.</summary>
public sealed class FindPageTests(PagesFixture pages)
{
    [Fact]
    public async Task A_deal_is_suggested_while_one_types_and_listed_when_one_asks()
    {
        var deal = (await pages.AskAsync("/api/changes?from=start-of-quarter")).GetProperty("deals")[0];
        var (id, name) = (deal.GetProperty("id").GetString()!, deal.GetProperty("name").GetString()!);
        await using var visit = await pages.VisitAsync("/slippage");
        await visit.Page.Locator("#find").PressSequentiallyAsync(name);
        var suggested = visit.Page.Locator("#suggested a", new PageLocatorOptions { HasText = name }).First;
        await Assertions.Expect(suggested).ToBeVisibleAsync();
        visit.Page.Url.ShouldEndWith("/slippage");

        await visit.Page.PressAsync("#find", "Enter");
        await visit.AddressAsync("/find?q=");
        await visit.Page.Locator("#deals-total").WaitForAsync();
        var found = (await pages.AskAsync("/api/find?q=" + Uri.EscapeDataString(name))).GetProperty("deals").EnumerateArray().ToList();
        (await visit.TextsAsync("#deal-rows th")).ShouldBe(found.Select(d => d.GetProperty("name").GetString()));
        (await visit.TextsAsync("#deal-rows td[data-label=Id]")).ShouldBe(found.Select(d => d.GetProperty("id").GetString()));
        await visit.ShouldFitAsync();

        await visit.Page.FillAsync("#find", id);
        await visit.Page.PressAsync("#find", "Enter");
        await visit.AddressAsync("/deals/" + id);
        await Assertions.Expect(visit.Page.Locator("#deal-id")).ToHaveTextAsync(id);
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator("#deals-total")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_script_the_field_leads_to_the_list_and_says_when_there_is_nothing()
    {
        await using var visit = await pages.VisitAsync("/", hasScript: false);
        await visit.Page.FillAsync("#find", "no such deal anywhere");
        await visit.Page.PressAsync("#find", "Enter");
        (await visit.Page.Locator(".empty").InnerTextAsync()).ShouldContain("No deal is called so");

        await visit.Page.FillAsync("#find", "x");
        await visit.Page.PressAsync("#find", "Enter");
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("at least 2 characters");
    }
}
