using Microsoft.Extensions.Logging;

namespace DealLedger.Server.Operation.Logs;

/// <summary>How a line of the log is written.</summary>
public enum LogForm
{
    /// <summary>For people: instant, level, source, message.</summary>
    Plain,

    /// <summary>For programs: one JSON object a line.</summary>
    Json,
}

/// <summary>What is logged, and how.</summary>
public sealed record LogOptions
{
    /// <summary>How a line is written.</summary>
    public LogForm Form { get; init; } = LogForm.Plain;

    /// <summary>The least level that is written. Requests that go well are <see cref="LogLevel.Information"/>.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;

    /// <summary>A request that takes longer is a warning.</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(2);
}
