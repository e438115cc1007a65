namespace DealLedger.Server.Http.Health;

/// <summary>
/// Whether requests can be answered, and if not why: the database, how many tenants there are, and how far the read models of those that the
/// caller may see are behind their logs.
/// </summary>
public sealed record ReadyDocument(string Status, string Database, IReadOnlyList<ReadinessReason> Reasons, int TenantCount, IReadOnlyList<TenantPosition> Tenants);

/// <summary>A tenant's log and read models: positions, and how many events lie between them.</summary>
public sealed record TenantPosition(string Tenant, long Head, long Position, long Lag);

/// <summary>Why requests cannot be answered: a stable code, and a sentence that names no tenant and no place.</summary>
public sealed record ReadinessReason(string Code, string Detail);
