namespace DealLedger.Core;

/// <summary>Instants as the ledger keeps them: in UTC, to the microsecond.</summary>
public static class Instants
{
    /// <summary>One microsecond.</summary>
    public static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    /// <summary>The instant in UTC, cut to the microsecond.</summary>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset instant)
    {
        var utc = instant.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>The instant as ISO 8601 in UTC, with as many digits of the second as it has.</summary>
    public static string ToIso(this DateTimeOffset instant)
    {
        var utc = instant.ToUniversalTime();
        return utc.ToString(utc.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
    }
}
