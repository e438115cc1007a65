using DealLedger.Core.Access;
using DealLedger.Core.Ledger;

namespace DealLedger.Server.Access.Personas;

/// <summary>Somebody that whoever tries the program out may be: a role, as one of the people of the tenant where it needs one.</summary>
public sealed record Persona(Role Role, string? Person = null, string? PersonName = null)
{
    /// <summary>The role as cookies and forms write it.</summary>
    public string Word => Role.ToString().ToLowerInvariant();

    /// <summary>The persona as a caller of a tenant.</summary>
    public Caller In(TenantId tenant) => new("persona:" + Word, tenant, Role, Person);
}
