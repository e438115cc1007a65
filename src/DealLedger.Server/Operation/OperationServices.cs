using DealLedger.Server.Http.Health;
using DealLedger.Server.Operation.Logs;
using DealLedger.Server.Operation.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using IPNetwork = System.Net.IPNetwork;

namespace DealLedger.Server.Operation;

/// <summary>Adds what a server is run with: its log, its metrics and where they are sent, its health, and how long it takes to stop.</summary>
internal static class OperationServices
{
    // What these say at lower levels quotes requests.
    private static readonly string[] Frameworks = ["Microsoft", "System", "Npgsql"];

    /// <summary>Adds them. First of all services: what is added first stops last, and is told of all that the others do.</summary>
    public static void AddOperation(this WebApplicationBuilder builder, LedgerHost ledger, OperationOptions operation)
    {
        var services = builder.Services;
        if (operation.Telemetry is { } telemetry)
        {
            services.AddHostedService(_ => new OtlpExport(telemetry));
        }

        builder.Logging.SetMinimumLevel(operation.Log.Level);
        foreach (var framework in Frameworks)
        {
            builder.Logging.AddFilter(framework, (LogLevel)Math.Max((int)operation.Log.Level, (int)LogLevel.Warning));
        }

        builder.Logging.AddConsole(console =>
        {
            console.FormatterName = LogLines.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        services.AddSingleton<ConsoleFormatter>(new LogLines(operation.Log.Form, ledger.Clock));
        services.AddSingleton(operation.Log);
        services.AddSingleton(operation);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ServerMeters>(provider, ledger));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<MetricCollector>(provider, ledger));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ReadinessCheck>(provider, ledger));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = operation.Limits.Stop);
    }

    /// <summary>Measures and logs requests, as they are when declared proxies have said whom they come from.</summary>
    public static void UseOperation(this WebApplication app, LedgerHost ledger, OperationOptions operation)
    {
        // Made here, so that it listens before there is anything to hear.
        _ = app.Services.GetRequiredService<MetricCollector>();
        if (operation.Proxies.Count > 0)
        {
            app.UseForwardedHeaders(Trusting(operation.Proxies));
        }

        app.UseMiddleware<RequestLog>(ledger);
    }

    private static ForwardedHeadersOptions Trusting(IReadOnlyList<IPNetwork> proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // As many proxies as there are, as long as each of them is declared.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(proxy);
        }

        return options;
    }
}
