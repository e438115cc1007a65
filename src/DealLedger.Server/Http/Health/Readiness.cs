using DealLedger.Postgres.Telemetry;

namespace DealLedger.Server.Http.Health;

/// <summary>What a look found: why requests cannot be answered, whether the database was reached, and the tenants.</summary>
public sealed record Readiness(IReadOnlyList<ReadinessReason> Reasons, bool IsReachable, IReadOnlyList<TenantStand> Tenants)
{
    /// <summary>Whether requests can be answered.</summary>
    public bool IsReady => Reasons.Count == 0;
}
