namespace DealLedger.Postgres;

/// <summary>A stream was not at the version that the writer expected; nothing was recorded.</summary>
public sealed class VersionConflictException(string opportunityId, long expected, long? found)
    : Exception($"Opportunity {opportunityId} is at version {found?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "another"}, not {expected}.")
{
    /// <summary>The opportunity concerned.</summary>
    public string OpportunityId { get; } = opportunityId;

    /// <summary>The version that was expected.</summary>
    public long Expected { get; } = expected;

    /// <summary>The version found, where it could be told.</summary>
    public long? Found { get; } = found;
}
