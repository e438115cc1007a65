using System.Net;
using DealLedger.Core.Access;
using DealLedger.Core.Calls;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Server.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Tests.Access;

public sealed class AccessMatrixTests(AccessFixture server) : IClassFixture<AccessFixture>
{
    private static readonly string[] Walls = ["sign-in-needed", "not-allowed", "scope-not-allowed", "tenant-foreign", "by-not-allowed"];

    public static TheoryData<string> Routes => [.. AccessMatrix.Rows.Select(r => r.Route)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_route_says_what_it_asks_of_its_caller_and_stands_in_the_matrix()
    {
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        endpoints.Where(e => e.Metadata.GetMetadata<AccessRule>() is null).Select(e => e.RoutePattern.RawText).ShouldBeEmpty();
        endpoints.SelectMany(NamesOf).ShouldBe(AccessMatrix.Rows.Select(r => r.Route), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Each_role_gets_what_the_matrix_says(string route)
    {
        var row = AccessMatrix.Rows.Single(r => r.Route == route);
        var wrong = new List<string>();
        foreach (var role in AccessMatrix.Roles)
        {
            for (var request = 0; request < AccessMatrix.Requests(row.Expected); request++)
            {
                var (status, body) = await SendAsync(row, AccessFixture.Of(role), request);
                if (IsThrough(status, body) != AccessMatrix.Expects(row.Expected, role, request))
                {
                    wrong.Add($"{role} {request}: {(int)status} {body[..Math.Min(300, body.Length)]}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Nobody_reaches_another_tenant_and_who_did_not_sign_in_reaches_none(string route)
    {
        var row = AccessMatrix.Rows.Single(r => r.Route == route);
        var isOpen = !row.Expected.Contains('-', StringComparison.Ordinal);
        var wrong = new List<string>();
        foreach (var role in AccessMatrix.Roles)
        {
            var path = row.Path + (row.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "tenant=" + AccessFixture.Foreign;
            var (status, body) = await SendAsync(row with { Path = isOpen ? row.Path : path }, AccessFixture.Of(role), 0);
            if (IsThrough(status, body) != isOpen)
            {
                wrong.Add($"{role}: {(int)status} {body[..Math.Min(300, body.Length)]}");
            }
        }

        wrong.ShouldBeEmpty();
        var nobody = await SendAsync(row, null, 0);
        if (isOpen)
        {
            IsThrough(nobody.Status, nobody.Body).ShouldBeTrue(nobody.Body);
        }
        else
        {
            nobody.Status.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Redirect);
        }
    }

    // Whoever gets through may still be told that it makes no sense, such as restoring what was never deleted.
    private static bool IsThrough(HttpStatusCode status, string body)
    {
        var said = $"{(int)status} {body[..Math.Min(1000, body.Length)]}";
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            (body.StartsWith('<') || Walls.Any(w => body.Contains($"\"code\":\"{w}\"", StringComparison.Ordinal))).ShouldBeTrue(said);
            return false;
        }

        ((int)status < 400 || status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict).ShouldBeTrue(said);
        return true;
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync((string Route, string Path, string? Body, string Expected) row, Caller? caller, int request)
    {
        var (isInside, isAll, isRep) = (request == 0, request == 2, caller?.Role == Role.Rep);
        var who = isInside ? "ann" : "cid";
        var tokens = new Dictionary<string, Func<Task<string>>>(StringComparer.Ordinal)
        {
            ["{scope}"] = () => Task.FromResult(isAll ? "" : isInside && !isRep ? "team=boss" : $"owner={who}"),
            ["{team}"] = () => Task.FromResult(isAll ? "" : isInside ? "team=boss" : "team=other"),
            ["{who}"] = () => Task.FromResult(who),
            ["{me}"] = () => Task.FromResult(caller?.Person ?? "ann"),
            ["{new}"] = () => Task.FromResult($"new-{Guid.NewGuid():n}"),
            ["{deal}"] = () => server.DealOfAsync(who),
            ["{call}"] = () => CallOfAsync(who),
            ["{followUp}"] = () => FollowUpOfAsync(who),
            ["{key}"] = KeyAsync,
        };
        var (path, body) = (row.Path, row.Body);
        foreach (var (token, value) in tokens.Where(t => $"{row.Path}{row.Body}".Contains(t.Key, StringComparison.Ordinal)))
        {
            var told = await value();
            (path, body) = (path.Replace(token, told, StringComparison.Ordinal), body?.Replace(token, told, StringComparison.Ordinal));
        }

        return await server.SendAsync(caller, row.Route.Split(' ')[0], path.TrimEnd('?', '&'), body);
    }

    private async Task<string> CallOfAsync(string who)
    {
        var tenant = AccessFixture.Id(AccessFixture.Own);
        var quarter = new Period("2026-Q2", new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30));
        var call = new SubmitCall(quarter, who, CallLayer.Rep, ForecastCategory.Commit, 10, TestServerFixture.Noon, who);
        var id = await server.Ledger.Calls.SubmitAsync(tenant, new NewCall(call), Cancel);
        await server.Ledger.Seals.SealAsync(tenant, $"call:{id}", null, Cancel);
        return id;
    }

    private async Task<string> KeyAsync() =>
        (await server.Ledger.Keys.AddAsync(AccessFixture.Id(AccessFixture.Own), new NewApiKey(Role.Feed, null, null, null), Caller.Local, Cancel)).Key.Id;

    private Task<string> FollowUpOfAsync(string who) => server.Ledger.FollowUps.OpenAsync(
        AccessFixture.Id(AccessFixture.Own),
        new NewFollowUp(new OpenFollowUp(null, who, new DateOnly(2026, 6, 1), null, TestServerFixture.Noon, who), "call them"), Cancel);

    private static IEnumerable<string> NamesOf(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        return endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {pattern}");
    }
}
