namespace DealLedger.Testing;

/// <summary>A clock that a test moves on; its timers run as the system's.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private long _passed;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start.AddTicks(Interlocked.Read(ref _passed));

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _passed);

    /// <summary>Moves it on.</summary>
    public void Pass(TimeSpan time) => Interlocked.Add(ref _passed, time.Ticks);
}
