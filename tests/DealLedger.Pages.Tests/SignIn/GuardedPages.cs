using System.Net;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Access;
using DealLedger.Server;
using DealLedger.Server.Access;
using DealLedger.Server.Access.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests.SignIn;

/// <summary>The sample company's ledger served once more: where everyone has to sign in, and with personas.</summary>
public sealed class GuardedPages(PagesFixture pages) : IAsyncLifetime
{
    public const string Password = "four words nobody knows";

    private readonly List<WebApplication> _apps = [];

    /// <summary>The address of the server where everyone has to sign in.</summary>
    public string Guarded { get; private set; } = "";

    /// <summary>The address of the server that offers personas.</summary>
    public string Demo { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Guarded = await StartAsync(new AccessOptions { SignInNeeded = true });
        Demo = await StartAsync(new AccessOptions { PersonasOf = TenantId.Default });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    /// <summary>Adds a user.</summary>
    public async Task AddUserAsync(string name, Role role, string? person)
    {
        UserName.TryParse(name, out var read).ShouldBeTrue();
        await new LocalUsers(pages.Ledger.Database, pages.Ledger.Clock, Caller.Local).AddAsync(
            TenantId.Default, read, role, person, PasswordHashes.Of(Password), pages.Ledger.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
    }

    /// <summary>A browser window in which a user has signed in and come to a page.</summary>
    internal async Task<Visit> SignedInAsync(string name, string path, ColorScheme colours = ColorScheme.Light, int width = 1280, int height = 800)
    {
        var visit = await pages.VisitAsync(path, colours, width, height, address: Guarded);
        await visit.Page.FillAsync("#name", name);
        await visit.Page.FillAsync("#password", Password);
        await visit.Page.ClickAsync("#enter");
        await visit.Page.Locator("#who").WaitForAsync();
        return visit;
    }

    private async Task<string> StartAsync(AccessOptions access)
    {
        var app = ServerApp.Build(pages.Ledger, ServerApp.ListenOn(IPAddress.Loopback, 0), access);
        _apps.Add(app);
        await app.StartAsync();
        return app.Urls.First();
    }
}
