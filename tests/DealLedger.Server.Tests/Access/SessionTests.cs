using System.Net;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access;
using DealLedger.Server.Access.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace DealLedger.Server.Tests.Access;

public sealed class SessionTests(SignInFixture server) : IClassFixture<SignInFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("disabled")]
    [InlineData("another password")]
    public async Task A_session_ends_within_a_minute_of_what_ends_it(string what)
    {
        var name = await server.NewUserAsync();
        using var browser = await SignedInAsync(name);
        await ShouldStandAsync(browser);

        await (what == "disabled"
            ? server.Users.DisableAsync(TenantId.Default, name, server.Clock.GetUtcNow(), Cancel)
            : server.Users.SetPasswordAsync(TenantId.Default, name, PasswordHashes.Of("words that are new to me"), Cancel));
        server.Clock.Pass(StandingSessions.Kept);

        await ShouldHaveEndedAsync(browser);
        await server.Users.EnableAsync(TenantId.Default, name, Cancel);
        await ShouldHaveEndedAsync(browser);
        if (what != "disabled")
        {
            await browser.SignInAsync(name.Value, "words that are new to me");
            await ShouldStandAsync(browser);
        }
    }

    [Fact]
    public async Task A_user_is_looked_up_at_most_once_a_minute()
    {
        var name = await server.NewUserAsync();
        using var browser = await SignedInAsync(name);
        await ShouldStandAsync(browser);
        await server.Users.DisableAsync(TenantId.Default, name, server.Clock.GetUtcNow(), Cancel);

        server.Clock.Pass(StandingSessions.Kept - TimeSpan.FromSeconds(1));
        await ShouldStandAsync(browser);
        server.Clock.Pass(TimeSpan.FromSeconds(1));
        await ShouldHaveEndedAsync(browser);
    }

    [Fact]
    public async Task A_session_that_began_with_a_new_password_stands_at_once()
    {
        var name = await server.NewUserAsync();
        using var before = await SignedInAsync(name);
        await ShouldStandAsync(before);
        await server.Users.SetPasswordAsync(TenantId.Default, name, PasswordHashes.Of("words that are new to me"), Cancel);

        using var after = new TestBrowser(server.Guarded);
        await after.SignInAsync(name.Value, "words that are new to me");
        await ShouldStandAsync(after);
        await ShouldHaveEndedAsync(before);
    }

    [Fact]
    public async Task A_session_lasts_eight_hours_without_a_request_and_seven_days_at_the_most()
    {
        var name = await server.NewUserAsync();
        using var idle = await SignedInAsync(name);
        server.Clock.Pass(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(1));
        await ShouldHaveEndedAsync(idle);

        using var busy = await SignedInAsync(name);
        var began = server.Clock.GetUtcNow();
        while (server.Clock.GetUtcNow() - began < TimeSpan.FromDays(7) - TimeSpan.FromHours(7))
        {
            server.Clock.Pass(TimeSpan.FromHours(7));
            await ShouldStandAsync(busy);
        }

        server.Clock.Pass(began + TimeSpan.FromDays(7) - server.Clock.GetUtcNow());
        await ShouldHaveEndedAsync(busy);
    }

    [Fact]
    public async Task Every_host_of_a_database_knows_a_session()
    {
        var name = await server.NewUserAsync();
        using var browser = await SignedInAsync(name);
        using var elsewhere = new TestBrowser(await server.StartAsync(new AccessOptions { SignInNeeded = true }));
        elsewhere.Cookies.Add(browser.Cookies.GetAllCookies());

        await ShouldStandAsync(elsewhere);
        await (await elsewhere.PostAsync("/sign-out", await browser.TokenAsync("/"))).ShouldHaveStatusAsync(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_session_is_of_one_tenant()
    {
        var tenant = await server.NewTenantAsync();
        var name = await server.NewUserAsync(tenant: tenant);
        using var browser = new TestBrowser(server.Guarded);
        await browser.SignInAsync(name.Value, tenant: tenant.Value);

        (await (await browser.GetAsync("/api/forecast")).JsonAsync()).GetProperty("tenant").GetString().ShouldBe(tenant.Value);
        (await (await browser.GetAsync("/")).Content.ReadAsStringAsync(Cancel)).ShouldContain($"Tenant <b>{tenant}</b>");
        await (await browser.GetAsync("/api/forecast?tenant=default")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "tenant-foreign");
    }

    [Fact]
    public async Task A_made_up_cookie_is_nobody_s()
    {
        using var browser = new TestBrowser(server.Guarded);
        foreach (var made in new[] { "x", "CfDJ8" + new string('A', 200), new string('A', 3_000) })
        {
            browser.Cookies.Add(new Cookie(Sessions.Cookie, made, "/", "localhost"));

            await (await browser.GetAsync("/api/forecast")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in-needed");
        }
    }

    [Fact]
    public async Task A_form_of_somebody_signed_in_needs_its_token_and_writes_in_the_own_name()
    {
        using var browser = await SignedInAsync(await server.NewUserAsync(Role.Manager, "mona"));
        using var other = await SignedInAsync(await server.NewUserAsync(Role.Manager, "mona"));
        (string, string)[] fields = [("text", "ask for the signature"), ("owner", "rita"), ("due", "2026-06-01"), ("of", "mona")];

        foreach (var token in new[] { null, "made up", await other.TokenAsync("/call-sheet?team=mona") })
        {
            (await (await browser.PostAsync("/call-sheet?team=mona", token, fields)).Content.ReadAsStringAsync(Cancel)).ShouldContain("form-expired");
            (await (await browser.PostAsync("/sign-out", token)).Content.ReadAsStringAsync(Cancel)).ShouldContain("form-expired");
        }

        var page = await browser.GetAsync("/call-sheet?team=mona");
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldNotContain("name=\"by\"");
        var sent = await browser.PostAsync("/call-sheet?team=mona", await browser.TokenAsync("/call-sheet?team=mona"), fields);
        await sent.ShouldHaveStatusAsync(HttpStatusCode.SeeOther);
        var known = (await (await browser.GetAsync("/api/follow-ups?team=mona")).JsonAsync()).GetProperty("followUps").EnumerateArray();
        known.Single(f => f.GetProperty("text").GetString() == "ask for the signature").GetProperty("openedBy").GetString().ShouldBe("mona");
    }

    [Fact]
    public async Task A_form_needs_no_token_where_nobody_signs_in()
    {
        using var browser = new TestBrowser(await server.StartAsync(new AccessOptions()));
        var page = await browser.GetAsync("/call-sheet?team=mona");
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("name=\"by\"");
        page.Headers.Contains("Set-Cookie").ShouldBeFalse();

        var sent = await browser.PostAsync("/call-sheet?team=mona", null, ("text", "call them"), ("owner", "rita"), ("due", "2026-06-01"), ("of", "mona"), ("by", "rita"));

        await sent.ShouldHaveStatusAsync(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData(Role.Rep, "rita", "/", "/?owner=rita")]
    [InlineData(Role.Rep, "rita", "/forecast?period=2026-Q2", "/forecast?period=2026-Q2&owner=rita")]
    [InlineData(Role.Rep, "rita", "/deals", "/deals?owner=rita")]
    [InlineData(Role.Rep, "rita", "/slippage", "/slippage?owner=rita")]
    [InlineData(Role.Rep, "rita", "/replay", "/replay?owner=rita")]
    [InlineData(Role.Rep, "rita", "/calls", null)]
    [InlineData(Role.Rep, "rita", "/forecast?owner=rita", null)]
    [InlineData(Role.Rep, "rita", "/deals/r1", null)]
    [InlineData(Role.Manager, "mona", "/forecast", "/forecast?team=mona")]
    [InlineData(Role.Manager, "mona", "/call-sheet", "/call-sheet?team=mona")]
    [InlineData(Role.Manager, "mona", "/forecast?owner=rita", null)]
    [InlineData(Role.Leader, "head", "/forecast", null)]
    [InlineData(Role.Finance, null, "/", null)]
    public async Task A_page_leads_everyone_to_what_they_may_see(Role role, string? person, string path, string? to)
    {
        using var browser = await SignedInAsync(await server.NewUserAsync(role, person));

        var response = await browser.GetAsync(path);

        await response.ShouldHaveStatusAsync(to is null ? HttpStatusCode.OK : HttpStatusCode.Redirect);
        response.Headers.Location?.OriginalString.ShouldBe(to);
    }

    [Fact]
    public async Task A_page_offers_what_its_reader_may_do()
    {
        using var analyst = await SignedInAsync(await server.NewUserAsync(Role.Analyst));
        (await (await analyst.GetAsync("/call-sheet")).Content.ReadAsStringAsync(Cancel)).ShouldNotContain("id=\"add\"");
        (await (await analyst.GetAsync("/calls")).Content.ReadAsStringAsync(Cancel)).ShouldNotContain("/api/audit");
        using var finance = await SignedInAsync(await server.NewUserAsync(Role.Finance));
        (await (await finance.GetAsync("/calls")).Content.ReadAsStringAsync(Cancel)).ShouldContain("/api/audit");
        using var admin = await SignedInAsync(await server.NewUserAsync(Role.Admin));
        var refused = await admin.GetAsync("/");
        await refused.ShouldHaveStatusAsync(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync(Cancel)).ShouldSatisfyAllConditions(
            p => p.ShouldContain("Sign out"), p => p.ShouldContain("sees no deals"), p => p.ShouldNotContain("href=\"/forecast\""), p => p.ShouldNotContain("id=\"find\""));
    }

    private async Task<TestBrowser> SignedInAsync(UserName name)
    {
        var browser = new TestBrowser(server.Guarded);
        await browser.SignInAsync(name.Value);
        return browser;
    }

    private static async Task ShouldStandAsync(TestBrowser browser) => await (await browser.GetAsync("/api/forecast")).ShouldHaveStatusAsync(HttpStatusCode.OK);

    private static async Task ShouldHaveEndedAsync(TestBrowser browser)
    {
        await (await browser.GetAsync("/api/forecast")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in-needed");
        await (await browser.GetAsync("/forecast")).ShouldHaveStatusAsync(HttpStatusCode.Redirect);
    }
}
