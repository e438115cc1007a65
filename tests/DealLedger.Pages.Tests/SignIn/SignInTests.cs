using DealLedger.Core.Access;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests.SignIn;

/// <summary>Signing in and out, and whom one may look at the pages as.</summary>
public sealed class SignInTests(PagesFixture pages, GuardedPages guarded) : IClassFixture<GuardedPages>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_user_signs_in_from_a_link_and_comes_to_what_it_shows_with_and_without_script(bool hasScript)
    {
        var name = $"lena-{hasScript}".ToLowerInvariant();
        await guarded.AddUserAsync(name, Role.Leader, null);
        await using var visit = await pages.VisitAsync("/forecast?period=2026-Q1&by=team", hasScript: hasScript, address: guarded.Guarded);
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Sign in");
        await Assertions.Expect(visit.Page.Locator(".bar nav")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator("#name")).ToBeFocusedAsync();

        await visit.Page.FillAsync("#name", name);
        await visit.Page.FillAsync("#password", "not the right words");
        await visit.Page.ClickAsync("#enter");
        await Assertions.Expect(visit.Page.Locator("#fault")).ToContainTextAsync("is wrong");
        (await visit.Page.InputValueAsync("#name")).ShouldBe(name);
        (await visit.Page.InputValueAsync("#password")).ShouldBe("");

        await visit.Page.FillAsync("#password", GuardedPages.Password);
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator("#who").WaitForAsync();
        new Uri(visit.Page.Url).PathAndQuery.ShouldBe("/forecast?period=2026-Q1&by=team");
        await Assertions.Expect(visit.Page.Locator("form.visitor")).ToContainTextAsync($"{name} leader");

        // The head of a page takes one line, as soon as the browser has its font.
        await visit.Page.WaitForFunctionAsync("document.querySelector('.bar').offsetHeight < 50");
        await visit.ShouldFitAsync();

        await visit.Page.ClickAsync(".bar nav a[href='/slippage']");
        await visit.AddressAsync("/slippage");
        await visit.Page.ClickAsync("#sign-out");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Sign in");
        await visit.Page.GotoAsync("/slippage");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Sign in");
    }

    [Fact]
    public async Task A_rep_sees_the_own_numbers()
    {
        var rep = (await pages.AskAsync("/api/forecast?period=2026-Q2&by=owner")).GetProperty("rows").EnumerateArray()
            .MaxBy(row => row.GetProperty("openPipeline").GetProperty("count").GetInt64());
        await guarded.AddUserAsync("ronja", Role.Rep, rep.GetProperty("key").GetString());
        await using var visit = await guarded.SignedInAsync("ronja", "/");
        visit.Asked["owner"].ShouldBe(rep.GetProperty("key").GetString());
        var end = (await pages.AskAsync($"/api/changes?owner={rep.GetProperty("key").GetString()}")).GetProperty("end").GetProperty("amount").GetDecimal();
        (await visit.NumberAsync("#end")).ShouldBe(end);

        foreach (var path in new[] { "/forecast", "/deals", "/slippage", "/replay", "/" })
        {
            await visit.Page.ClickAsync($".bar nav a[href='{path}']");
            await visit.AddressAsync($"{path}?owner=");
            await visit.Page.Locator("main .stamp").WaitForAsync();
        }

        await Assertions.Expect(visit.Page.Locator(".bar nav a[href='/call-sheet']")).ToHaveCountAsync(0);
        await visit.ShouldFitAsync();
    }

    [Fact]
    public async Task Who_is_signed_out_meanwhile_is_led_to_sign_in_from_wherever_they_are()
    {
        await guarded.AddUserAsync("sven", Role.Leader, null);
        await using var visit = await guarded.SignedInAsync("sven", "/?from=start-of-quarter&limit=20");
        await visit.Page.Context.ClearCookiesAsync();

        await visit.Page.FillAsync("#find", "ac");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Sign in");
        visit.Asked["return"].ShouldBe("/?from=start-of-quarter&limit=20");
    }

    [Fact]
    public async Task One_looks_at_the_demo_as_one_persona_after_another()
    {
        await using var visit = await pages.VisitAsync("/forecast?period=2026-Q2", address: guarded.Demo);
        await Assertions.Expect(visit.Page.Locator("#who")).ToContainTextAsync("View as leader");
        var all = await visit.NumberAsync(".stamp + * .amount, .figures .amount");

        await visit.Page.ClickAsync("#who");
        await visit.Page.ClickAsync("button[value=rep]");
        await Assertions.Expect(visit.Page.Locator("#who")).ToContainTextAsync("View as rep");
        visit.Asked["period"].ShouldBe("2026-Q2");
        var rep = visit.Asked["owner"];
        var own = await pages.AskAsync($"/api/forecast?period=2026-Q2&owner={rep}");
        own.GetProperty("total").GetProperty("openPipeline").GetProperty("count").GetInt64().ShouldBeGreaterThan(0);
        (await visit.NumberAsync(".stamp + * .amount, .figures .amount")).ShouldBeLessThan(all);

        await visit.Page.FocusAsync("#who");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#who")).ToContainTextAsync("View as manager");
        visit.Asked["team"].ShouldNotBe(rep);
        visit.Asked.Keys.ShouldNotContain("owner");

        await visit.Page.ClickAsync("#who");
        await visit.Page.ClickAsync("button[value=admin]");
        await Assertions.Expect(visit.Page.Locator("main .notice.bad")).ToContainTextAsync("The role admin may not do this");
        await visit.Page.ClickAsync("#who");
        await visit.Page.ClickAsync("button[value=leader]");
        await Assertions.Expect(visit.Page.Locator(".notice.bad:visible")).ToHaveCountAsync(0);
        await visit.ShouldFitAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    [InlineData(ColorScheme.Light, 390, 844)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    public async Task Nobody_is_shut_out_of_signing_in_or_of_choosing_whom_to_be(ColorScheme colours, int width, int height)
    {
        await using (var visit = await pages.VisitAsync("/sign-in", colours, width, height, address: guarded.Guarded))
        {
            await AccessibilityTests.ShouldShutNobodyOutAsync(visit);
            await visit.Page.FillAsync("#name", "nobody");
            await visit.Page.FillAsync("#password", "nobody's words");
            await visit.Page.ClickAsync("#enter");
            await visit.Page.Locator("#fault").WaitForAsync();
            await AccessibilityTests.ShouldShutNobodyOutAsync(visit);
        }

        var name = $"axel-{colours}-{width}".ToLowerInvariant();
        await guarded.AddUserAsync(name, Role.Leader, null);
        await using (var visit = await guarded.SignedInAsync(name, "/forecast", colours, width, height))
        {
            await AccessibilityTests.ShouldShutNobodyOutAsync(visit);
        }

        await using (var visit = await pages.VisitAsync("/deals?limit=20", colours, width, height, address: guarded.Demo))
        {
            await visit.Page.ClickAsync("#who");
            await visit.Page.Locator("button[value=rep]").WaitForAsync();
            await AccessibilityTests.ShouldShutNobodyOutAsync(visit);
        }
    }
}
