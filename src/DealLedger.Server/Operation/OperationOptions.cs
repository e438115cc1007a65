using System.Net;
using DealLedger.Server.Limits;
using DealLedger.Server.Operation.Logs;
using DealLedger.Server.Operation.Metrics;
using DealLedger.Server.Operation.Tls;

namespace DealLedger.Server.Operation;

/// <summary>How a server is run: what it logs, where it sends metrics and traces, which proxies it trusts, its certificate and its limits.</summary>
public sealed record OperationOptions
{
    /// <summary>What is logged, and how.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>Where metrics and traces are sent; none when they are not.</summary>
    public TelemetryOptions? Telemetry { get; init; }

    /// <summary>The addresses of proxies whose word on the caller's address and protocol is taken.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>The server's own certificate; without one it speaks plain HTTP.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>How much one caller, one address and one tenant may take.</summary>
    public LimitOptions Requests { get; init; } = new();

    /// <summary>How much and how long.</summary>
    public ServerLimits Limits { get; init; } = new();
}

/// <summary>How many connections a server takes, and how long it waits for what.</summary>
public sealed record ServerLimits
{
    /// <summary>The most connections at the same time.</summary>
    public int Connections { get; init; } = 2_000;

    /// <summary>The longest that a caller may take for the headers of a request.</summary>
    public TimeSpan Headers { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest that a request may take to be answered.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The longest that a server that was told to stop finishes what it has taken.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromSeconds(30);
}
