using System.Net;
using System.Text.RegularExpressions;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access.Users;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Tests.Access;

public sealed partial class SignInTests(SignInFixture server) : IClassFixture<SignInFixture>
{
    private const string Wrong = "some other words of mine";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_signs_in_comes_to_the_page_asked_for_and_signs_out()
    {
        var name = await server.NewUserAsync();
        using var browser = new TestBrowser(server.Guarded);
        var asked = await browser.GetAsync("/forecast?period=2026-Q2&by=owner");
        await asked.ShouldHaveStatusAsync(HttpStatusCode.Redirect);
        asked.Headers.Location!.OriginalString.ShouldBe("/sign-in?return=%2Fforecast%3Fperiod%3D2026-Q2%26by%3Downer");
        (await (await browser.GetAsync(asked.Headers.Location!.OriginalString)).Content.ReadAsStringAsync(Cancel)).ShouldContain("name=\"return\" value=\"/forecast?period=2026-Q2&amp;by=owner\"");

        var signedIn = await browser.TrySignInAsync(name.Value.ToUpperInvariant(), SignInFixture.Password, back: "/forecast?period=2026-Q2&by=owner");
        await signedIn.ShouldHaveStatusAsync(HttpStatusCode.SeeOther);
        signedIn.Headers.Location!.OriginalString.ShouldBe("/forecast?period=2026-Q2&by=owner");
        var page = await browser.GetAsync("/forecast?period=2026-Q2");
        await page.ShouldHaveStatusAsync(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldSatisfyAllConditions(p => p.ShouldContain(name.Value), p => p.ShouldContain("leader"), p => p.ShouldContain("Sign out"));
        await (await browser.GetAsync("/api/forecast")).ShouldHaveStatusAsync(HttpStatusCode.OK);

        var signedOut = await browser.PostAsync("/sign-out", await browser.TokenAsync("/"));
        signedOut.Headers.Location!.OriginalString.ShouldBe("/sign-in");
        await (await browser.GetAsync("/")).ShouldHaveStatusAsync(HttpStatusCode.Redirect);
        await (await browser.GetAsync("/api/forecast")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in-needed");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/forecast")]
    [InlineData("/deals")]
    [InlineData("/deals/r1")]
    [InlineData("/slippage")]
    [InlineData("/replay")]
    [InlineData("/calls")]
    [InlineData("/calls/c1")]
    [InlineData("/find?q=ac")]
    [InlineData("/call-sheet")]
    [InlineData("/forecast?format=xlsx")]
    [InlineData("/forecast?tenant=acme")]
    public async Task A_page_leads_whoever_is_nobody_to_sign_in(string path)
    {
        using var browser = new TestBrowser(server.Guarded);

        var response = await browser.GetAsync(path);

        await response.ShouldHaveStatusAsync(HttpStatusCode.Redirect);
        response.Headers.Location!.OriginalString.ShouldBe(
            path == "/" ? "/sign-in" : "/sign-in?return=" + Uri.EscapeDataString(path) + (path.EndsWith("tenant=acme", StringComparison.Ordinal) ? "&tenant=acme" : ""));
    }

    [Fact]
    public async Task A_part_of_a_page_leads_the_whole_page_to_sign_in()
    {
        using var browser = new TestBrowser(server.Guarded);

        var response = await browser.GetAsync("/find?q=ac", ("HX-Request", "true"), ("HX-Current-URL", "http://localhost/deals?limit=20"));

        await response.ShouldHaveStatusAsync(HttpStatusCode.OK);
        response.Headers.GetValues("HX-Redirect").Single().ShouldBe("/sign-in?return=%2Fdeals%3Flimit%3D20");
    }

    [Fact]
    public async Task What_was_typed_into_a_form_is_not_led_away()
    {
        using var browser = new TestBrowser(server.Guarded);

        var response = await browser.PostAsync("/call-sheet", null, ("text", "ask them"));

        await response.ShouldHaveStatusAsync(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("href=\"/sign-in\"");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("\\\\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("elsewhere.example")]
    [InlineData("/sign-in?return=/sign-in")]
    [InlineData("/SIGN-OUT")]
    [InlineData("")]
    public async Task The_way_back_leads_nowhere_else(string back)
    {
        var name = await server.NewUserAsync();
        using var browser = new TestBrowser(server.Guarded);

        var page = await (await browser.GetAsync("/sign-in?return=" + Uri.EscapeDataString(back))).Content.ReadAsStringAsync(Cancel);
        var response = await browser.TrySignInAsync(name.Value, SignInFixture.Password, back: back);

        page.ShouldContain("name=\"return\" value=\"/\"");
        await response.ShouldHaveStatusAsync(HttpStatusCode.SeeOther);
        response.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task Whatever_is_wrong_the_answer_is_the_same()
    {
        var (known, disabled, locked, foreign) = (await server.NewUserAsync(), await server.NewUserAsync(), await server.NewUserAsync(), await server.NewUserAsync(tenant: await server.NewTenantAsync()));
        await server.Users.DisableAsync(TenantId.Default, disabled, server.Clock.GetUtcNow(), Cancel);
        for (var failure = 0; failure < LockOut.Failures; failure++)
        {
            await server.Users.BeginAsync(TenantId.Default, locked, server.Clock.GetUtcNow(), Cancel);
        }

        using var browser = new TestBrowser(server.Guarded);
        var answers = new List<string>();
        foreach (var (name, password, tenant) in new[]
        {
            (known.Value, Wrong, "default"), ("nobody", SignInFixture.Password, "default"), (disabled.Value, SignInFixture.Password, "default"),
            (locked.Value, SignInFixture.Password, "default"), (foreign.Value, SignInFixture.Password, "default"), (known.Value, SignInFixture.Password, "nowhere"),
            (known.Value, SignInFixture.Password, "No Tenant"), ("'; DROP TABLE dealledger.local_user; --", SignInFixture.Password, "default"), (known.Value, "", "default"),
            (known.Value, new string('x', 20_000), "default"), ("\u0007", "\u0007", "\u0007"),
        })
        {
            var response = await browser.TrySignInAsync(name, password, tenant);

            await response.ShouldHaveStatusAsync(HttpStatusCode.Unauthorized);
            response.Headers.Contains("WWW-Authenticate").ShouldBeFalse();
            answers.Add(Fault().Match(await response.Content.ReadAsStringAsync(Cancel)).Groups[1].Value);
        }

        answers.Distinct().ShouldHaveSingleItem().ShouldStartWith("The name, the password or the tenant is wrong");
        browser.Cookies.GetAllCookies().Select(cookie => cookie.Name).ShouldNotContain(Sessions.Cookie);
        await browser.SignInAsync(foreign.Value, tenant: (await TenantOfAsync(foreign)).Value);
    }

    [Fact]
    public async Task Five_failures_lock_a_name_even_for_the_right_password_until_time_passes_or_it_is_unlocked()
    {
        var name = await server.NewUserAsync();
        using var browser = new TestBrowser(server.Guarded);
        await FailAsync(browser, name, LockOut.Failures);
        await (await browser.TrySignInAsync(name.Value, SignInFixture.Password)).ShouldHaveStatusAsync(HttpStatusCode.Unauthorized);

        server.Clock.Pass(TimeSpan.FromMinutes(1));
        await FailAsync(browser, name, 1);
        server.Clock.Pass(TimeSpan.FromMinutes(1));
        await (await browser.TrySignInAsync(name.Value, SignInFixture.Password)).ShouldHaveStatusAsync(HttpStatusCode.Unauthorized);
        server.Clock.Pass(TimeSpan.FromMinutes(1));
        await browser.SignInAsync(name.Value);

        await FailAsync(browser, name, LockOut.Failures);
        await server.Users.UnlockAsync(TenantId.Default, name, Cancel);
        await browser.SignInAsync(name.Value);
    }

    [Fact]
    public async Task Each_try_stands_in_the_access_log_without_what_was_typed_by_nobody()
    {
        var tenant = await server.NewTenantAsync();
        var name = await server.NewUserAsync(Role.Manager, "mona", tenant);
        using var browser = new TestBrowser(server.Guarded);

        await browser.TrySignInAsync(name.Value, Wrong, tenant.Value);
        await browser.TrySignInAsync("my secret words", "ann", tenant.Value);
        await browser.TrySignInAsync(name.Value, SignInFixture.Password, tenant.Value);

        await server.Ledger.AccessLog.FlushAsync(Cancel);
        var log = await server.Ledger.AccessLog.ListAsync(tenant, new AccessQuestion(null, null, null, null, AccessQuestion.DefaultLimit), Cancel);
        log.Entries.Reverse().Where(e => e.Kind == AccessKind.SignIn).Select(e => (e.Caller, e.Role, e.Person, e.Action, e.Outcome)).ShouldBe(
        [
            ($"user:{name}", null, null, "POST /sign-in", "sign-in-failed"), ("nobody", null, null, "POST /sign-in", "sign-in-failed"),
            ($"user:{name}", "manager", "mona", "POST /sign-in", "done"),
        ]);
    }

    [Fact]
    public async Task A_flood_of_them_is_told_to_wait()
    {
        var name = await server.NewUserAsync();
        var gate = server.Guarded.Services.GetRequiredService<HashingGate>();
        var waiting = new List<Task<IDisposable>>();
        while (waiting.LastOrDefault() is not { IsFaulted: true })
        {
            waiting.Add(gate.EnterAsync(Cancel));
        }

        using var browser = new TestBrowser(server.Guarded);
        var response = await browser.TrySignInAsync(name.Value, SignInFixture.Password);
        await response.ShouldHaveStatusAsync(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));

        foreach (var place in waiting[..^1])
        {
            (await place).Dispose();
        }

        await browser.SignInAsync(name.Value);
    }

    [Fact]
    public async Task Nobody_is_signed_in_by_a_form_of_another_site()
    {
        var name = await server.NewUserAsync();
        using var browser = new TestBrowser(server.Guarded);
        using var other = new TestBrowser(server.Guarded);
        (string, string)[] fields = [("name", name.Value), ("password", SignInFixture.Password), ("tenant", "default")];

        foreach (var token in new[] { null, "made up", await other.TokenAsync("/sign-in") })
        {
            var response = await browser.PostAsync("/sign-in", token, fields);

            await response.ShouldHaveStatusAsync(HttpStatusCode.UnprocessableEntity);
            (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("This form was not made by this server");
        }

        browser.Cookies.GetAllCookies().Select(cookie => cookie.Name).ShouldNotContain(Sessions.Cookie);
    }

    [Theory]
    [InlineData("http://localhost", null, false)]
    [InlineData("http://localhost", "127.0.0.1", false)]
    [InlineData("https://ledger.example", "192.0.2.7", true)]
    [InlineData("https://localhost", "::1", true)]
    public async Task The_cookie_is_the_server_s_alone_and_secure_wherever_somebody_could_listen(string address, string? from, bool isSecure)
    {
        var name = await server.NewUserAsync();
        var response = await server.Guarded.GetTestServer().SendAsync(context =>
        {
            (context.Request.Scheme, context.Request.Host, context.Request.Path) = (new Uri(address).Scheme, new(new Uri(address).Host), "/sign-in");
            context.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
        }, Cancel);

        var cookie = response.Response.Headers.SetCookie.Single()!;
        cookie.ShouldStartWith(FormTokens.Cookie);
        cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase).ShouldBe(isSecure, cookie);
        using var browser = new TestBrowser(server.Guarded, isSecure ? "https://localhost" : "http://localhost");
        var session = (await browser.TrySignInAsync(name.Value, SignInFixture.Password)).Headers.GetValues("Set-Cookie").Single(set => set.StartsWith(Sessions.Cookie, StringComparison.Ordinal));
        session.ShouldContain("; httponly", Case.Insensitive);
        session.ShouldContain("; samesite=lax", Case.Insensitive);
        session.ShouldContain("; path=/", Case.Insensitive);
        session.Contains("; secure", StringComparison.OrdinalIgnoreCase).ShouldBe(isSecure, session);
    }

    private static async Task FailAsync(TestBrowser browser, UserName name, int times)
    {
        for (var failure = 0; failure < times; failure++)
        {
            await (await browser.TrySignInAsync(name.Value, Wrong)).ShouldHaveStatusAsync(HttpStatusCode.Unauthorized);
        }
    }

    private async Task<TenantId> TenantOfAsync(UserName name)
    {
        foreach (var tenant in await server.Ledger.Directory.ListAsync(Cancel))
        {
            if (await server.Users.StandingAsync(tenant, name, Cancel) is not null)
            {
                return tenant;
            }
        }

        throw new ArgumentException(name.Value);
    }

    [GeneratedRegex("id=\"fault\"><bdi>([^<]+)<")]
    private static partial Regex Fault();
}
