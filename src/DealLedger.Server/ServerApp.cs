using System.Net;
using DealLedger.Server.Access;
using DealLedger.Server.Documents;
using DealLedger.Server.Http;
using DealLedger.Server.Limits;
using DealLedger.Server.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DealLedger.Server;

/// <summary>Composes the HTTP host: the API, its description and reference page, health, and the pages.</summary>
public static class ServerApp
{
    /// <summary>The largest body that a request may have, in bytes.</summary>
    public const int LargestBody = 64 * 1024;

    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(100);

    /// <summary>Builds a server over an open ledger; whoever builds it says what it listens on, and who may come in.</summary>
    public static WebApplication Build(LedgerHost ledger, Action<IWebHostBuilder> listen, AccessOptions? access = null, LimitOptions? limits = null)
    {
        // Empty: neither a settings file in the working folder nor the environment changes what it does.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        listen(builder.WebHost);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddCallers(ledger, access ?? new AccessOptions());
        builder.Services.AddSingleton(limits ?? new LimitOptions());
        builder.Services.AddSingleton<Limiters>();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<LogFollower>(services, ledger));
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<WeeklySeals>(services, ledger));
        builder.Services.AddRoutingCore();
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = LongestRequest });
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => DocumentJson.Apply(json.SerializerOptions, DocumentContext.Default));
        builder.Services.AddApiDescription();
        builder.Services.AddRazorComponents();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        RemoveKeyFiles(builder.Services);
        return Map(builder.Build());
    }

    /// <summary>Listens on one address; port 0 takes any that is free.</summary>
    public static Action<IWebHostBuilder> ListenOn(IPAddress address, int port) => web => web.UseKestrelCore().ConfigureKestrel(server =>
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = LargestBody;
        server.Limits.MaxConcurrentConnections = 2_000;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        server.Listen(address, port);
    });

    // Nothing on the pages is signed or encrypted, so no key is to be made for it and kept on a disk.
    private static void RemoveKeyFiles(IServiceCollection services)
    {
        foreach (var service in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly).ToList())
        {
            services.Remove(service);
        }
    }

    private static WebApplication Map(WebApplication app)
    {
        app.Use((context, next) =>
        {
            SecurityHeaders.Set(context);
            return next(context);
        });
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<SameOriginMiddleware>();
        app.UsePageFiles();
        app.UseRouting();
        app.UseMiddleware<AddressLimitMiddleware>();
        app.UseAuthentication();
        app.UseMiddleware<CallerMiddleware>();
        app.UseMiddleware<CallerLimitMiddleware>();
        app.UseRequestTimeouts();
        app.MapApi();
        app.MapHealth();
        app.MapPages();
        app.MapOpenApi("/openapi/{documentName}.json").ForEveryone();
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "DealLedger API";
            page.SwaggerEndpoint("/openapi/v1.json", "DealLedger v1");
        });
        return app;
    }
}
