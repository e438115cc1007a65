namespace DealLedger.Pages.Tests;

/// <summary>Deals may be called anything; it is shown, and does nothing.</summary>
public sealed class HostileNamesTests(PagesFixture pages)
{
    private static readonly string[] Names =
    [
        "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;",
        "</script><!--",
        "\u202Egnorw \u2066si\u2067 siht",
        string.Concat(Enumerable.Repeat("endless", 700)),
        "one\nof\r\nmany\tlines",
        "=HYPERLINK(\"x\",\"y\")",
        "@SUM(1)",
        "{{7*7}} <hx-partial hx-target=\"body\">",
    ];

    [Fact]
    public async Task A_hostile_name_is_shown_harmlessly_on_every_page()
    {
        var tenant = await pages.NewTenantAsync();
        foreach (var (at, name) in Names.Index())
        {
            await pages.OpenDealAsync(tenant, $"deal-{at}", name, 1000 - at);
        }

        foreach (var (width, height) in new[] { (1280, 800), (390, 844) })
        {
            await using var visit = await pages.VisitAsync($"/?tenant={tenant}&limit=3", width: width, height: height);
            await visit.ShouldFitAsync();
            await visit.ScrollThroughAsync();

            var shown = await visit.TextsAsync("#deal-rows th");
            shown.Count.ShouldBe(Names.Length);
            shown[0].ShouldBe(Names[0]);
            shown[2].ShouldNotContain('\u202E');
            shown[3].Length.ShouldBeLessThan(200);
            shown[4].ShouldBe("one of many lines");
            shown[7].ShouldBe(Names[7]);
            await visit.ShouldFitAsync();
        }

        await using (var visit = await pages.VisitAsync($"/find?tenant={tenant}&q=deal"))
        {
            (await visit.TextsAsync("#deal-rows th")).Count.ShouldBe(Names.Length);
            await visit.ShouldFitAsync();
        }

        for (var at = 0; at < Names.Length; at++)
        {
            await using var visit = await pages.VisitAsync($"/deals/deal-{at}?tenant={tenant}");
            await visit.ShouldFitAsync();
            (await visit.Page.TitleAsync()).Length.ShouldBeLessThan(200);
            (await visit.NumberAsync("#amount .amount")).ShouldBe(1000 - at);
        }
    }

    [Fact]
    public async Task An_export_runs_no_formula_of_a_name()
    {
        var tenant = await pages.NewTenantAsync();
        await pages.OpenDealAsync(tenant, "formula", "=1+1", 100);
        await pages.OpenDealAsync(tenant, "other", "-2+3", 50);
        await using var visit = await pages.VisitAsync($"/?tenant={tenant}&limit=1");

        var csv = await Exports.DownloadAsync(visit, "CSV");
        var excel = await Exports.DownloadAsync(visit, "Excel");

        csv.Name.ShouldBe("changes-2026-Q2.csv");
        var lines = System.Text.Encoding.UTF8.GetString(csv.Content).Split("\r\n");
        lines[0].ShouldBe("Id,Deal,Owner,Owner's name,Before,After,Change,Round trip,New");
        lines[1].ShouldBe("formula,'=1+1,ann,ann,0,100,100,no,100");
        lines[2].ShouldBe("other,'-2+3,ann,ann,0,50,50,no,50");
        excel.Name.ShouldBe("changes-2026-Q2.xlsx");
        Exports.Sheets(excel.Content).ShouldBe(["Deals", "Waterfall", "Question"]);
        Exports.Formulas(excel.Content).ShouldBe(0);
        Exports.Texts(excel.Content).ShouldContain("=1+1");
    }
}
