using System.Net;
using DealLedger.Server.Access;
using DealLedger.Server.Documents;
using DealLedger.Server.Http;
using DealLedger.Server.Limits;
using DealLedger.Server.Operation;
using DealLedger.Server.Operation.Tls;
using DealLedger.Server.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DealLedger.Server;

/// <summary>Composes the HTTP host: the API, its description and reference page, health, and the pages.</summary>
public static class ServerApp
{
    /// <summary>The largest body that a request may have, in bytes.</summary>
    public const int LargestBody = 64 * 1024;

    /// <summary>Builds a server over an open ledger; whoever builds it says what it listens on, who may come in, and how it is run.</summary>
    public static WebApplication Build(LedgerHost ledger, Action<IWebHostBuilder> listen, AccessOptions? access = null, OperationOptions? operation = null)
    {
        operation ??= new OperationOptions();

        // Empty: neither a settings file in the working folder nor the environment changes what it does.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        listen(builder.WebHost);
        builder.AddOperation(ledger, operation);

        // That keys lie in the database as they are is decided (ADR 0030), and a forged token is answered, not told to the operator.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None);
        builder.Services.AddCallers(ledger, access ?? new AccessOptions());
        builder.Services.AddSingleton(operation.Requests);
        builder.Services.AddSingleton<Limiters>();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<LogFollower>(services, ledger));
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<WeeklySeals>(services, ledger));
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<AccessLogWatch>(services, ledger));
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<KeyExpiry>(services, ledger));
        builder.Services.AddRoutingCore();
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = operation.Limits.Request });
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => DocumentJson.Apply(json.SerializerOptions, DocumentContext.Default));
        builder.Services.AddApiDescription();
        builder.Services.AddRazorComponents();
        return Map(builder.Build(), ledger, operation);
    }

    /// <summary>Listens on one address without TLS; port 0 takes any that is free.</summary>
    public static Action<IWebHostBuilder> ListenOn(IPAddress address, int port) => Listening.On([address], port, new OperationOptions());

    private static WebApplication Map(WebApplication app, LedgerHost ledger, OperationOptions operation)
    {
        app.UseOperation(ledger, operation);
        app.Use((context, next) =>
        {
            SecurityHeaders.Set(context);
            return next(context);
        });
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<TlsNeededMiddleware>();
        app.UseMiddleware<SameOriginMiddleware>();
        app.UsePageFiles();
        app.UseRouting();
        app.UseMiddleware<AddressLimitMiddleware>();
        app.UseAuthentication();
        app.UseMiddleware<AccessMiddleware>(ledger);
        app.UseMiddleware<CallerMiddleware>();
        app.UseMiddleware<CallerLimitMiddleware>();
        app.UseRequestTimeouts();
        app.MapApi();
        app.MapHealth();
        app.MapPages(app.Services.GetRequiredService<AccessOptions>());
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
