namespace DealLedger.Server.Tests;

/// <summary>A clock that stands still; its timers run.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
