using DealLedger.Core.Ledger;

namespace DealLedger.Postgres;

/// <summary>A stream was not at the version that the writer expected; nothing was recorded.</summary>
public sealed class VersionConflictException(StreamKey stream, long expected, long? found)
    : Exception($"The stream {stream} is at version {found?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "another"}, not {expected}.")
{
    /// <summary>The stream concerned.</summary>
    public StreamKey Stream { get; } = stream;

    /// <summary>The version that was expected.</summary>
    public long Expected { get; } = expected;

    /// <summary>The version found, where it could be told.</summary>
    public long? Found { get; } = found;
}
