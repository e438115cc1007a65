using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Ledger;

/// <summary>
/// An event as the ledger holds it: its position in the tenant's log, its version in the stream, when it was recorded (UTC), and where
/// it came from. Order is the source's own order of ties, compared byte by byte; empty where the source gave none.
/// </summary>
public sealed record RecordedEvent(
    long Position, long Version, Guid Id, IOpportunityEvent Data, DateTimeOffset RecordedAt, string? CorrelationId, string? Source, string Order)
{
    /// <summary>The reference of the text that says why, where the event's data has no place for it.</summary>
    public string? Reason { get; init; }

    /// <summary>The change that it belongs to: events of one stream with the same correlation id and instant are one change.</summary>
    public ChangeKey Change => CorrelationId is null ? new ChangeKey(null, default, Position) : new ChangeKey(CorrelationId, Data.At, 0);
}

/// <summary>What makes events one change; an event without a correlation id is a change by itself.</summary>
public readonly record struct ChangeKey(string? CorrelationId, DateTimeOffset At, long Position);
