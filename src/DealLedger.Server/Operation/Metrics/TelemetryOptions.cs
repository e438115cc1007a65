namespace DealLedger.Server.Operation.Metrics;

/// <summary>How OTLP is spoken.</summary>
public enum OtlpForm
{
    /// <summary>Protobuf in HTTP requests, to <c>/v1/traces</c> and <c>/v1/metrics</c> below the endpoint.</summary>
    Http,

    /// <summary>gRPC.</summary>
    Grpc,
}

/// <summary>Where metrics and traces are sent by OTLP: the collector, headers it asks for (<c>name=value,...</c>, a secret), and what share of traces.</summary>
public sealed record TelemetryOptions(Uri Endpoint)
{
    /// <summary>How it is spoken.</summary>
    public OtlpForm Form { get; init; } = OtlpForm.Http;

    /// <summary>Headers of every request, as <c>name=value</c> pairs between commas; none when the collector asks for none.</summary>
    public string? Headers { get; init; }

    /// <summary>The share of requests whose traces are sent, from 0 to 1.</summary>
    public double TraceShare { get; init; } = 1;

    /// <summary>The time between two reports of metrics.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Shows everything but the headers: they hold keys.</summary>
    public override string ToString() => $"{Endpoint} ({Form})";
}
