using System.Net;
using DealLedger.Core.Access;
using DealLedger.Server.Access;
using DealLedger.Server.Limits;
using DealLedger.Server.Operation;
using DealLedger.Server.Tests.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Tests.Limits;

public sealed class LimitTests(AccessFixture server) : IClassFixture<AccessFixture>
{
    private static readonly Caller Finance = AccessFixture.Of(Role.Finance);
    private static readonly Caller Foreigner = AccessFixture.Of(Role.Finance, AccessFixture.Foreign);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_who_sends_too_much_is_told_when_to_try_again_and_others_are_served()
    {
        await using var app = await StartAsync(new LimitOptions { RequestsASecond = 1, Burst = 3 });

        for (var i = 0; i < 3; i++)
        {
            (await SendAsync(app, Finance, "/api/seals")).Status.ShouldBe(HttpStatusCode.OK);
        }

        var refused = await SendAsync(app, Finance, "/api/seals");
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Body.ShouldContain("\"code\":\"too-many-requests\"");
        int.Parse(refused.Headers.RetryAfter!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
        (await SendAsync(app, AccessFixture.Of(Role.Leader), "/api/people")).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(app, Foreigner, "/api/seals")).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(app, Finance, "/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_that_sends_too_much_is_refused_whoever_it_says_it_is()
    {
        await using var app = await StartAsync(new LimitOptions { RequestsASecondOfAnAddress = 1, BurstOfAnAddress = 2 });
        var (one, other) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));

        (await SendAsync(app, null, "/api/seals", one)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(app, null, "/api/seals", one)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(app, Finance, "/api/seals", one)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await SendAsync(app, Finance, "/api/seals", other)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_questions_of_one_tenant_do_not_take_the_turns_of_another()
    {
        await using var app = await StartAsync(new LimitOptions { AtOnce = 1, Waiting = 0 });
        var busy = new DefaultHttpContext();
        busy.Features.Set(Finance);

        using (await app.Services.GetRequiredService<Limiters>().Tenants.AcquireAsync(busy, cancellationToken: Cancel))
        {
            (await SendAsync(app, AccessFixture.Of(Role.Leader), "/api/people")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
            (await SendAsync(app, Foreigner, "/api/seals")).Status.ShouldBe(HttpStatusCode.OK);
            (await SendAsync(app, Finance, "/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await SendAsync(app, Finance, "/api/seals")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_question_that_waits_for_its_turn_gets_it()
    {
        await using var app = await StartAsync(new LimitOptions { AtOnce = 1, Waiting = 1 });
        var busy = new DefaultHttpContext();
        busy.Features.Set(Finance);
        var turn = await app.Services.GetRequiredService<Limiters>().Tenants.AcquireAsync(busy, cancellationToken: Cancel);

        var waiting = SendAsync(app, Finance, "/api/seals");
        turn.Dispose();

        (await waiting).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<WebApplication> StartAsync(LimitOptions limits)
    {
        var app = ServerApp.Build(server.Ledger, web => web.UseTestServer(), new AccessOptions { SignInNeeded = true }, new OperationOptions { Requests = limits });
        await app.StartAsync(Cancel);
        return app;
    }

    private static Task<Answered> SendAsync(WebApplication app, Caller? caller, string path, IPAddress? address = null) =>
        app.AskAsync(HttpMethods.Get, path, with: http =>
        {
            http.Request.Scheme = "https";
            http.Connection.RemoteIpAddress = address;
            if (caller is not null)
            {
                http.User = CallerClaims.Principal(caller, "test");
            }
        });
}
