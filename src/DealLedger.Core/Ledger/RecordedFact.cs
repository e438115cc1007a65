namespace DealLedger.Core.Ledger;

/// <summary>
/// An event of a stream that is not an opportunity's, as the ledger holds it: its position in the tenant's log, its version in the stream,
/// and when it was recorded (UTC).
/// </summary>
public sealed record RecordedFact(StreamKey Stream, long Position, long Version, ILedgerEvent Data, DateTimeOffset RecordedAt)
{
    /// <summary>Orders facts by when they happened, then by recording (DEFINITIONS 2).</summary>
    public static int Compare(RecordedFact a, RecordedFact b) =>
        a.Data.At.UtcTicks.CompareTo(b.Data.At.UtcTicks) is not 0 and var byInstant ? byInstant : a.Position.CompareTo(b.Position);
}
