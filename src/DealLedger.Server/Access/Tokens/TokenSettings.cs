using System.Collections.Frozen;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;

namespace DealLedger.Server.Access.Tokens;

/// <summary>Whose tokens are taken, and what their claims mean: the tenant, one role, and the person by id.</summary>
public sealed record TokenSettings(Uri Authority, string Audience)
{
    /// <summary>The claim that names the tenant.</summary>
    public string TenantClaim { get; init; } = "tenant";

    /// <summary>The tenant of tokens without that claim; none refuses them.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>The claim that holds the role, among other values.</summary>
    public string RoleClaim { get; init; } = "role";

    /// <summary>What values of that claim mean; any other value means nothing.</summary>
    public IReadOnlyDictionary<string, Role> Roles { get; init; } = RolesByName;

    /// <summary>The claim that holds the id of the person in the CRM.</summary>
    public string PersonClaim { get; init; } = "person";

    /// <summary>Whether the provider is asked without TLS, which only one on the same machine may be.</summary>
    public bool IsLoopback => Authority.IsLoopback;

    private static IReadOnlyDictionary<string, Role> RolesByName { get; } =
        Enum.GetValues<Role>().ToFrozenDictionary(role => role.ToString().ToLowerInvariant(), StringComparer.Ordinal);
}
