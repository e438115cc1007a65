using System.Net;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.People;
using DealLedger.Postgres;
using DealLedger.Postgres.Sealing;
using DealLedger.Server.Access;
using DealLedger.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace DealLedger.Server.Tests.Access;

/// <summary>
/// A server where everyone signs in, at noon of 2026-05-10, with two tenants of the same people: ann and bob report to boss, cid to other, boss and
/// other to head.
/// </summary>
public sealed class AccessFixture : IAsyncLifetime
{
    public const string Own = "acme";
    public const string Foreign = "globex";

    private static readonly DateTimeOffset Noon = TestServerFixture.Noon;
    private WebApplication? _app;
    private int _deals;

    public LedgerHost Ledger { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Ledger = await LedgerHost.OpenAsync(await TestDatabase.CreateDatabaseAsync(), new FixedClock(Noon), SealKey.Create, CancellationToken.None);
        foreach (var tenant in new[] { Own, Foreign })
        {
            await Ledger.Directory.EnsureAsync(Id(tenant), CancellationToken.None);
            await Ledger.People.RecordAsync(
                Id(tenant),
                [
                    new PersonTold("head", "Head", null, null), new PersonTold("boss", "Boss", null, "head"), new PersonTold("other", "Other", null, "head"),
                    new PersonTold("ann", "Ann", null, "boss"), new PersonTold("bob", "Bob", null, "boss"), new PersonTold("cid", "Cid", null, "other"),
                    new PersonTold("office", "Office", null, null),
                ],
                "test", "test", text => new NewText(Guid.CreateVersion7(), new byte[16], text), breakCircles: false, CancellationToken.None);
        }

        _app = ServerApp.Build(Ledger, web => web.UseTestServer(), new AccessOptions { SignInNeeded = true });
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    /// <summary>Somebody of a role: the rep is ann, the manager boss, the leader head; the others work in the office, and a feed is nobody.</summary>
    public static Caller Of(Role role, string tenant = Own) => new(
        $"key:{role}", Id(tenant), role,
        role switch { Role.Rep => "ann", Role.Manager => "boss", Role.Leader => "head", Role.Feed => null, _ => "office" });

    /// <summary>A new deal of an owner, open since 2026-05-01, over 100, to be closed on 2026-06-01.</summary>
    public async Task<string> DealOfAsync(string owner, string tenant = Own)
    {
        var id = $"deal-{Interlocked.Increment(ref _deals)}";
        var open = new OpenOpportunity("Deal", null, owner, "Proposal", null, 100, null, new DateOnly(2026, 6, 1), null, "New", null);
        await Ledger.Commands.RecordAsync(Id(tenant), id, open, new CommandOrigin(owner, new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)), Cancel);
        return id;
    }

    /// <summary>Sends a request as somebody who signed in, or as nobody.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(Caller? caller, string method, string path, string? json = null)
    {
        var answered = await _app!.AskAsync(method, path, json, http =>
        {
            if (caller is not null)
            {
                http.User = CallerClaims.Principal(caller, "test");
            }
        });
        return (answered.Status, answered.Body);
    }

    /// <summary>A tenant by its name.</summary>
    public static TenantId Id(string tenant) => TenantId.TryParse(tenant, out var id) ? id : throw new ArgumentException(tenant);
}
