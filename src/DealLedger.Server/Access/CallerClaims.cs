using System.Security.Claims;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;

namespace DealLedger.Server.Access;

/// <summary>How a caller stands in the claims of a principal, whichever way of signing in made it.</summary>
public static class CallerClaims
{
    private const string Name = "dealledger:name";
    private const string Tenant = "dealledger:tenant";
    private const string Role = "dealledger:role";
    private const string Person = "dealledger:person";

    /// <summary>The principal of a caller who signed in by a scheme.</summary>
    public static ClaimsPrincipal Principal(Caller caller, string scheme)
    {
        List<Claim> claims = [new(Name, caller.Name)];
        Add(claims, Tenant, caller.Tenant?.Value);
        Add(claims, Role, caller.Role?.ToString());
        Add(claims, Person, caller.Person);
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, Name, Role));
    }

    /// <summary>The caller that a principal is; none when nobody signed in, or it names no tenant or no role: then it is nobody of ours.</summary>
    public static Caller? Of(ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true && principal.FindFirstValue(Name) is { } name
        && TenantId.TryParse(principal.FindFirstValue(Tenant), out var tenant) && Enum.TryParse<Role>(principal.FindFirstValue(Role), out var role)
            ? new Caller(name, tenant, role, principal.FindFirstValue(Person))
            : null;

    private static void Add(List<Claim> claims, string type, string? value)
    {
        if (value is not null)
        {
            claims.Add(new Claim(type, value));
        }
    }
}
