namespace DealLedger.Core.Access;

/// <summary>
/// A key with which a program signs in, without its secret. CreatedBy and RevokedBy say how whoever did it had signed in; LastUsedAt is told to the minute.
/// </summary>
public sealed record ApiKey(
    string Id, Role Role, string? Person, string? Note, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? RevokedAt = null, string? RevokedBy = null, DateTimeOffset? LastUsedAt = null)
{
    /// <summary>Whether the key opens anything at an instant.</summary>
    public bool IsInForce(DateTimeOffset at) => RevokedAt is null && !(ExpiresAt <= at);
}

/// <summary>A key to be made: what whoever holds it may do, who that is, until when, and what it is for.</summary>
public sealed record NewApiKey(Role Role, string? Person, DateTimeOffset? ExpiresAt, string? Note);
