using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Access.Tokens;

/// <summary>Whoever a token whose signature holds is for.</summary>
internal static class TokenClaims
{
    private const string Subject = "sub";

    // "token:" and this are an id, as whoever makes a change has one.
    private const int LongestName = 58;

    /// <summary>The caller; none, with what is wrong with which claim, when the claims do not say who that is.</summary>
    public static Caller? Of(ClaimsPrincipal token, TokenSettings settings, out string? fault)
    {
        fault = null;
        var tenants = Values(token, settings.TenantClaim);
        TenantId? tenant = tenants is [] ? settings.Tenant : tenants is [var told] && TenantId.TryParse(told, out var named) ? named : null;
        if (tenant is null)
        {
            fault = $"{settings.TenantClaim} does not name one tenant";
            return null;
        }

        var roles = Values(token, settings.RoleClaim).Where(settings.Roles.ContainsKey).Select(value => settings.Roles[value]).Distinct().ToList();
        if (roles is not [var role])
        {
            fault = roles.Count == 0 ? $"{settings.RoleClaim} holds no value that means a role" : $"{settings.RoleClaim} holds values that mean more than one role";
            return null;
        }

        var persons = Values(token, settings.PersonClaim);
        var person = persons is [var id] && InputReader.TryId(id, out var known) ? known : null;
        if (persons.Count > 0 ? person is null : RoleTable.NeedsPerson(role))
        {
            fault = $"{settings.PersonClaim} does not hold the id of one person";
            return null;
        }

        if (token.FindFirstValue(Subject) is not { Length: > 0 } subject)
        {
            fault = $"{Subject} is missing";
            return null;
        }

        return new Caller("token:" + Name(subject), tenant, role, person);
    }

    private static List<string> Values(ClaimsPrincipal token, string claim) => [.. token.FindAll(claim).Select(c => c.Value)];

    // What is no id would not do as the name of whoever makes a change.
    private static string Name(string subject) => subject.Length <= LongestName && InputReader.TryId(subject, out _)
        ? subject
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))[..32];
}
