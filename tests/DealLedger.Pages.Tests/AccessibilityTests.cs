using System.Text.Json;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests;

/// <summary>Every page before the rules of axe-core: in light on a desk, in dark on a phone.</summary>
public sealed class AccessibilityTests(PagesFixture pages)
{
    private static readonly Lazy<Task<string>> Axe = new(() => File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "axe.min.js")));

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task No_page_shuts_anybody_out(ColorScheme colours, int width, int height)
    {
        var deal = (await pages.AskAsync("/api/changes?from=start-of-quarter")).GetProperty("deals")[0].GetProperty("id").GetString();
        string[] all =
        [
            "/?from=start-of-quarter&limit=20", "/?by=team&mode=path&knownAt=now&kind=lost", "/deals?limit=20", $"/deals/{deal}", "/?from=soon", "/nothing",
            "/forecast", "/forecast?period=2026-Q1&against=2026-02-15&open=all&rollup=cumulative&knownAt=now",
            "/call-sheet?since=2026-04-20", $"/?tenant={await pages.NewTenantAsync()}",
            "/slippage?period=2026-Q1&limit=20", "/slippage?by=team", "/find?q=ac",
            "/replay?limit=20&was=commit", "/replay?week=99", "/calls", "/calls/nothing",
        ];
        await using var visit = await pages.VisitAsync(all[0], colours, width, height);
        foreach (var path in all)
        {
            await visit.Page.GotoAsync(path);
            await ShouldShutNobodyOutAsync(visit);
        }
    }

    /// <summary>Holds a page against the rules, and its width against the window's.</summary>
    internal static async Task ShouldShutNobodyOutAsync(Visit visit)
    {
        await visit.Page.EvaluateAsync(await Axe.Value);
        var found = await visit.Page.EvaluateAsync<JsonElement>("() => axe.run({ resultTypes: ['violations'] })");
        found.GetProperty("violations").EnumerateArray()
            .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(violation => $"{visit.Page.Url}: {violation.GetProperty("id").GetString()} {violation.GetProperty("nodes")[0].GetProperty("html").GetString()}")
            .ShouldBeEmpty();
        await visit.ShouldFitAsync();
    }
}
