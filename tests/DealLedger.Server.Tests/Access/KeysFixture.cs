using System.Collections.Concurrent;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Sealing;
using DealLedger.Server.Access;
using DealLedger.Server.Access.Tokens;
using DealLedger.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DealLedger.Server.Tests.Access;

/// <summary>
/// Servers on one database with two tenants: one where everyone signs in, one where nobody has to, and another host beside them. Everything that the
/// servers log is kept.
/// </summary>
public sealed class KeysFixture : IAsyncLifetime
{
    public const string Own = "acme";
    public const string Foreign = "globex";

    private WebApplication? _strict;
    private WebApplication? _open;
    private int _ids;

    public SettableClock Clock { get; } = new(TestServerFixture.Noon);

    public string Database { get; private set; } = "";

    public LedgerHost Ledger { get; private set; } = null!;

    /// <summary>The same ledger as another host has it.</summary>
    public LedgerHost Elsewhere { get; private set; } = null!;

    public OpenIdProvider Provider { get; private set; } = null!;

    public ConcurrentQueue<string> Logs { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TenantId Id(string tenant) => TenantId.TryParse(tenant, out var id) ? id : throw new ArgumentException(tenant);

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateDatabaseAsync();
        Ledger = await LedgerHost.OpenAsync(Database, Clock, SealKey.Create, CancellationToken.None);
        Elsewhere = await LedgerHost.OpenAsync(Database, Clock, SealKey.Create, CancellationToken.None);
        await Ledger.Directory.EnsureAsync(Id(Own), CancellationToken.None);
        await Ledger.Directory.EnsureAsync(Id(Foreign), CancellationToken.None);
        Provider = await OpenIdProvider.StartAsync();
        _strict = await ServeAsync(true, Provider.Issuer);
        _open = await ServeAsync(false, Provider.Issuer);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in new[] { _strict!, _open! })
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        await Provider.DisposeAsync();
        await Elsewhere.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    /// <summary>A server that takes the tokens of a provider.</summary>
    public async Task<WebApplication> ServeAsync(bool signInNeeded, string provider)
    {
        var tokens = new TokenSettings(new Uri(provider), OpenIdProvider.Audience)
        {
            RoleClaim = "groups",
            Roles = new Dictionary<string, Role> { ["Sales Leads"] = Role.Leader, ["Sales Reps"] = Role.Rep },
        };
        var app = ServerApp.Build(
            Ledger,
            web => web.UseTestServer().ConfigureServices(services =>
            {
                services.AddSingleton<ILoggerProvider>(new KeptLogs(Logs));
                services.PostConfigure<LoggerFilterOptions>(filter =>
                {
                    filter.MinLevel = LogLevel.Trace;
                    filter.Rules.Add(new LoggerFilterRule(typeof(ConsoleLoggerProvider).FullName, null, LogLevel.None, null));
                });
            }),
            new AccessOptions { SignInNeeded = signInNeeded, Tokens = tokens });
        await app.StartAsync();
        return app;
    }

    /// <summary>A new key; its id and its text.</summary>
    public async Task<(string Id, string Text)> KeyAsync(Role role, string? person = null, string tenant = Own, DateTimeOffset? expires = null)
    {
        var (key, text) = await Ledger.Keys.AddAsync(Id(tenant), new NewApiKey(role, person, expires, null), Caller.Local, Cancel);
        return (key.Id, text.Reveal());
    }

    /// <summary>An id that no other test uses.</summary>
    public string NewId() => $"deal-{Interlocked.Increment(ref _ids)}";

    /// <summary>Sends a request with a key or a token, or with nothing, where everyone has to sign in.</summary>
    public Task<Answered> SendAsync(string? bearer, string method, string path, string? json = null) =>
        SendRawAsync(_strict!, bearer is null ? [] : ["Bearer " + bearer], method, path, json);

    /// <summary>Asks with headers as they are, where everyone has to sign in and where nobody has to.</summary>
    public async Task<IReadOnlyList<Answered>> AskBothAsync(params string[] authorization) =>
    [
        await SendRawAsync(_strict!, authorization, "GET", "/api/forecast", null), await SendRawAsync(_open!, authorization, "GET", "/api/forecast", null),
    ];

    public static Task<Answered> SendRawAsync(WebApplication app, string[] authorization, string method, string path, string? json) =>
        app.AskAsync(method, path, json, http =>
        {
            if (authorization.Length > 0)
            {
                http.Request.Headers.Authorization = authorization;
            }
        });

    private sealed class KeptLogs(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
