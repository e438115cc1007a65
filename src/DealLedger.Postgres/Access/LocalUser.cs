using DealLedger.Core.Access;

namespace DealLedger.Postgres.Access;

/// <summary>A user as the operator sees it: never the password. Failures are those since the last time that the user signed in.</summary>
public sealed record LocalUser(
    string Name, Role Role, string? Person, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, int Failures, DateTimeOffset? LockedUntil, DateTimeOffset? LastSignInAt);

/// <summary>What a user signs in as. The stamp is another one whenever the sessions of before are to end.</summary>
public sealed record UserStanding(Role Role, string? Person, Guid Stamp);

/// <summary>A try to sign in that is counted, and what the password is to be held against.</summary>
public sealed record SignInTry(string PasswordHash, UserStanding Standing);
