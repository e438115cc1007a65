using System.Reflection;
using DealLedger.Postgres.Telemetry;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DealLedger.Server.Operation.Metrics;

/// <summary>
/// Sends metrics and traces to a collector by OTLP as long as the server runs; what is left is sent when it stops. A collector that is away holds
/// nothing up.
/// </summary>
public sealed class OtlpExport(TelemetryOptions options) : IHostedService, IDisposable
{
    private const int LongestFarewell = 5_000;

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateEmpty()
            .AddService(
                "dealledger", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(3),
                serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}")
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceShare)))
            .AddSource(LedgerMeters.Name, "Npgsql", "Microsoft.AspNetCore")
            .AddOtlpExporter(otlp => Apply(otlp, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(LedgerMeters.Name, "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter((otlp, reader) =>
            {
                Apply(otlp, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Interval.TotalMilliseconds;
            })
            .Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _traces?.Shutdown(LongestFarewell), CancellationToken.None),
        Task.Run(() => _metrics?.Shutdown(LongestFarewell), CancellationToken.None));

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private void Apply(OtlpExporterOptions otlp, string path)
    {
        otlp.Protocol = options.Form == OtlpForm.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = options.Form == OtlpForm.Grpc ? options.Endpoint : new Uri($"{options.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
        if (options.Headers is { } headers)
        {
            otlp.Headers = headers;
        }
    }
}
