using System.Net;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access;
using DealLedger.Server.Access.Personas;
using Microsoft.AspNetCore.TestHost;

namespace DealLedger.Server.Tests.Access;

public sealed class PersonaTests(SignInFixture server) : IClassFixture<SignInFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_personas_are_people_of_the_company_who_have_deals_and_a_team() =>
        (await new PersonaCast(server.Ledger, TenantId.Default).AllAsync(Cancel)).Select(persona => (persona.Word, persona.Person, persona.PersonName)).ShouldBe(
        [
            ("rep", "rita", "Rita Rep"), ("manager", "mona", "Mona Manager"), ("leader", "head", "Hana Head"), ("finance", null, null), ("analyst", null, null), ("admin", null, null),
        ]);

    [Fact]
    public async Task An_empty_company_has_no_rep_and_no_manager() =>
        (await new PersonaCast(server.Ledger, await server.NewTenantAsync()).AllAsync(Cancel)).Select(persona => persona.Word).ShouldBe(["leader", "finance", "analyst", "admin"]);

    [Fact]
    public async Task Pages_start_as_the_leader_and_programs_as_before()
    {
        using var browser = new TestBrowser(server.Demo);

        (await PageAsync(browser, "/")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("<b>leader</b>"), p => p.ShouldContain("Hana Head"), p => p.ShouldContain("value=\"rep\""), p => p.ShouldContain("action=\"/persona\""));
        await (await browser.GetAsync("/api/seals")).ShouldHaveStatusAsync(HttpStatusCode.OK);
        await (await browser.GetAsync("/api/forecast?tenant=" + (await server.NewTenantAsync()).Value)).ShouldHaveStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_becomes_another_persona_and_sees_what_they_see()
    {
        using var browser = new TestBrowser(server.Demo);
        var switched = await SwitchAsync(browser, "rep", "/forecast?period=2026-Q2");
        await switched.ShouldHaveStatusAsync(HttpStatusCode.SeeOther);
        switched.Headers.Location!.OriginalString.ShouldBe("/forecast?period=2026-Q2");
        var led = await browser.GetAsync("/forecast?period=2026-Q2");
        led.Headers.Location!.OriginalString.ShouldBe("/forecast?period=2026-Q2&owner=rita");
        var page = await PageAsync(browser, "/forecast?period=2026-Q2&owner=rita");
        page.ShouldContain("<b>rep</b>");
        page.ShouldContain("Rita Rep");
        page.ShouldNotContain("href=\"/call-sheet\"");
        page.ShouldContain("name=\"back\" value=\"/forecast?period=2026-Q2\"");

        await SwitchAsync(browser, "admin", "/");
        await (await browser.GetAsync("/api/forecast")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        (await PageAsync(browser, "/", HttpStatusCode.Forbidden)).ShouldContain("value=\"leader\"");
        await SwitchAsync(browser, "leader", "/");
        await (await browser.GetAsync("/")).ShouldHaveStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_persona_is_chosen_by_a_form_of_the_pages_alone()
    {
        using var browser = new TestBrowser(server.Demo);
        var token = await browser.TokenAsync("/");

        (await (await browser.PostAsync("/persona", null, ("persona", "admin"))).Content.ReadAsStringAsync(Cancel)).ShouldContain("form-expired");
        await (await browser.PostAsync("/persona", token, ("persona", "feed"))).ShouldHaveStatusAsync(HttpStatusCode.BadRequest);
        browser.Cookies.GetAllCookies().Select(cookie => cookie.Name).ShouldNotContain(PersonaHandler.Cookie);
        (await browser.PostAsync("/persona", token, ("persona", "analyst"), ("back", "//elsewhere.example"))).Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_is_no_demo_knows_no_personas(bool isSignInNeeded)
    {
        using var browser = new TestBrowser(await server.StartAsync(new AccessOptions { SignInNeeded = isSignInNeeded }));
        browser.Cookies.Add(new Cookie(PersonaHandler.Cookie, "rep", "/", "localhost"));

        await (await browser.PostAsync("/persona", null, ("persona", "rep"))).ShouldHaveStatusAsync(HttpStatusCode.NotFound);
        var page = await browser.GetAsync("/forecast");
        await page.ShouldHaveStatusAsync(isSignInNeeded ? HttpStatusCode.Redirect : HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldNotContain("View as");
    }

    [Fact]
    public async Task A_demo_asks_nobody_for_a_password()
    {
        using var browser = new TestBrowser(server.Demo);

        await (await browser.GetAsync("/sign-in")).ShouldHaveStatusAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public void Personas_are_not_to_be_had_where_everyone_has_to_sign_in() =>
        Should.Throw<ArgumentException>(() => ServerApp.Build(server.Ledger, web => web.UseTestServer(), new AccessOptions { SignInNeeded = true, PersonasOf = TenantId.Default }));

    private static async Task<HttpResponseMessage> SwitchAsync(TestBrowser browser, string persona, string back) =>
        await browser.PostAsync("/persona", await browser.TokenAsync("/find"), ("persona", persona), ("back", back));

    private static async Task<string> PageAsync(TestBrowser browser, string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        var response = await browser.GetAsync(path);
        await response.ShouldHaveStatusAsync(status);
        return await response.Content.ReadAsStringAsync(Cancel);
    }
}
