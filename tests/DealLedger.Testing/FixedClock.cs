namespace DealLedger.Testing;

/// <summary>A clock that stands still; its timers run.</summary>
public sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => now;
}
