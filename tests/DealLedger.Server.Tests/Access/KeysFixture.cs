using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Sealing;
using DealLedger.Server.Access;
using DealLedger.Server.Access.Tokens;
using DealLedger.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DealLedger.Server.Tests.Access;

/// <summary>What a server answered.</summary>
public sealed record Answered(HttpStatusCode Status, string Body, IHeaderDictionary Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public void ShouldBe(HttpStatusCode status, string code)
    {
        Status.ShouldBe(status, Body);
        Json.GetProperty("code").GetString().ShouldBe(code);
    }

    /// <summary>Refused without a word about what was wrong.</summary>
    public void ShouldBeRefused(string? because = null)
    {
        Status.ShouldBe(HttpStatusCode.Unauthorized, because + Body);
        Json.GetProperty("code").GetString().ShouldBe("sign-in-refused");
        Json.GetProperty("detail").GetString().ShouldBe("The Authorization header opens nothing; send a key or a token in force as 'Authorization: Bearer …'.");
        Headers.WWWAuthenticate.ToString().ShouldBe("Bearer");
    }
}

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
        var (key, text) = await Ledger.Keys.AddAsync(Id(tenant), new NewApiKey(role, person, expires, null), "test", Cancel);
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

    public static async Task<Answered> SendRawAsync(WebApplication app, string[] authorization, string method, string path, string? json)
    {
        var context = await app.GetTestServer().SendAsync(
            http =>
            {
                var address = new Uri("http://localhost" + path);
                http.Request.Method = method;
                http.Request.Scheme = "http";
                http.Request.Host = new HostString("localhost");
                http.Request.Path = Uri.UnescapeDataString(address.AbsolutePath);
                http.Request.QueryString = new QueryString(address.Query);
                if (authorization.Length > 0)
                {
                    http.Request.Headers.Authorization = authorization;
                }

                if (json is not null)
                {
                    var body = Encoding.UTF8.GetBytes(json);
                    http.Request.ContentType = json.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded";
                    http.Request.ContentLength = body.Length;
                    http.Request.Body = new MemoryStream(body);
                    http.Features.Set<IHttpRequestBodyDetectionFeature>(new WithBody());
                }
            },
            Cancel);
        using var reader = new StreamReader(context.Response.Body);
        return new Answered((HttpStatusCode)context.Response.StatusCode, await reader.ReadToEndAsync(Cancel), context.Response.Headers);
    }

    private sealed class WithBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }

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
