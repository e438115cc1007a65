using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.Sealing;
using DealLedger.Server.Access;
using DealLedger.Server.Access.Users;
using DealLedger.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace DealLedger.Server.Tests.Access;

/// <summary>
/// A server in memory where everyone has to sign in, and one that offers personas, on one database with a head, a manager and two reps who have
/// deals. It is noon of 2026-05-10, and time passes when a test says so.
/// </summary>
public sealed class SignInFixture : IAsyncLifetime
{
    public const string Password = "four words nobody knows";

    private static readonly string Hash = PasswordHashes.Of(Password);

    private readonly List<WebApplication> _apps = [];
    private int _users;

    public SettableClock Clock { get; } = new(new DateTimeOffset(2026, 5, 10, 12, 0, 0, TimeSpan.Zero));

    public LedgerHost Ledger { get; private set; } = null!;

    public LocalUsers Users { get; private set; } = null!;

    /// <summary>The server where everyone has to sign in.</summary>
    public WebApplication Guarded { get; private set; } = null!;

    /// <summary>The server that offers personas.</summary>
    public WebApplication Demo { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Ledger = await LedgerHost.OpenAsync(await TestDatabase.CreateDatabaseAsync(), Clock, SealKey.Create, CancellationToken.None);
        Users = new LocalUsers(Ledger.Database, Clock, Caller.Local);
        await Ledger.People.RecordAsync(
            TenantId.Default,
            [new("head", "Hana Head", null, null), new("mona", "Mona Manager", null, "head"), new("rita", "Rita Rep", null, "mona"), new("rob", "Rob Rep", null, "mona")],
            "test", "test", content => new NewText(Guid.CreateVersion7(Clock.GetUtcNow()), [1, 2, 3], content), breakCircles: false, CancellationToken.None);
        Guarded = await StartAsync(new AccessOptions { SignInNeeded = true });
        Demo = await StartAsync(new AccessOptions { PersonasOf = TenantId.Default });
        using var program = Demo.GetTestClient();
        foreach (var (id, owner) in new[] { ("r1", "rita"), ("r2", "rita"), ("b1", "rob") })
        {
            using var body = new StringContent(
                $$"""{ "id": "{{id}}", "name": "Deal {{id}}", "owner": "{{owner}}", "stage": "Proposal", "amount": 100, "closeDate": "2026-06-01", "by": "{{owner}}", "at": "2026-05-01T00:00:00Z" }""",
                System.Text.Encoding.UTF8, "application/json");
            (await program.PostAsync("/api/opportunities", body)).EnsureSuccessStatusCode();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        await Ledger.DisposeAsync();
    }

    /// <summary>Another host of the database.</summary>
    public async Task<WebApplication> StartAsync(AccessOptions access)
    {
        var app = ServerApp.Build(Ledger, web => web.UseTestServer(), access);
        await app.StartAsync();
        _apps.Add(app);
        return app;
    }

    /// <summary>A user that no other test uses, with <see cref="Password"/>.</summary>
    public async Task<UserName> NewUserAsync(Role role = Role.Leader, string? person = null, TenantId? tenant = null)
    {
        UserName.TryParse($"user{Interlocked.Increment(ref _users)}", out var name).ShouldBeTrue();
        await Users.AddAsync(tenant ?? TenantId.Default, name, role, person, Hash, Clock.GetUtcNow(), Cancel);
        return name;
    }

    /// <summary>A tenant that no other test uses.</summary>
    public async Task<TenantId> NewTenantAsync()
    {
        TenantId.TryParse($"t{Interlocked.Increment(ref _users)}", out var tenant).ShouldBeTrue();
        await Ledger.Directory.EnsureAsync(tenant, Cancel);
        return tenant;
    }
}
