using DealLedger.Core.Access;

namespace DealLedger.Core.Answers;

/// <summary>The keys of a tenant: those in force first, the newest first.</summary>
public sealed record KeysAnswer(string Tenant, IReadOnlyList<ApiKey> Keys);

/// <summary>A key that was made, with its text, which is never told again.</summary>
public sealed record KeyMade(string Id, string Key, Role Role, string? Person, DateTimeOffset? ExpiresAt, string? Note);
