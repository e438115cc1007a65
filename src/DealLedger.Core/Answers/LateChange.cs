using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Answers;

/// <summary>
/// A change of a deal that was recorded later than it happened: both instants (UTC), when the deal was first recorded (history that came with
/// it was recorded then), the position of its last event, who made it, and what it led from (none where it opened the deal) and to.
/// </summary>
public sealed record LateChange(
    string DealId, string DealName, DateTimeOffset At, DateTimeOffset RecordedAt, DateTimeOffset DealRecordedAt, string By, long Position, DealView? Before,
    DealView After);
