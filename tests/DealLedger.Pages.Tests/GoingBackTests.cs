using Microsoft.Playwright;

namespace DealLedger.Pages.Tests;

/// <summary>Going back, where the page has only just come.</summary>
public sealed class GoingBackTests(PagesFixture pages)
{
    [Fact]
    public async Task One_goes_back_right_after_a_reload_though_timers_come_late()
    {
        await using var visit = await pages.VisitAsync("/call-sheet");
        await visit.Page.ClickAsync("#week-back");
        await visit.AddressAsync("asOf=2026-05-13");
        await Assertions.Expect(visit.Page.Locator(".stamp time >> nth=1")).ToHaveTextAsync("2026-05-06 12:00:00Z");

        await visit.Page.AddInitScriptAsync("""
            const soon = setTimeout;
            window.setTimeout = (what, wait) => soon(what, document.readyState === "complete" ? wait : 10_000);
            """);
        await visit.Page.ReloadAsync();
        await visit.Page.GoBackAsync();

        await Assertions.Expect(visit.Page.Locator(".stamp time >> nth=1")).ToHaveTextAsync("2026-05-13 12:00:00Z");
    }
}
