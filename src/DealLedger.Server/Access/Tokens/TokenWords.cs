using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Access.Tokens;

/// <summary>Whose tokens are taken, as it is written in options, the environment or a file; without an authority none are.</summary>
public sealed record TokenWords(
    string? Authority, string? Audience, string? Tenant = null, string? TenantClaim = null, string? RoleClaim = null, string? PersonClaim = null,
    string? Roles = null)
{
    private const int LongestClaim = 200;

    /// <summary>The settings that are meant; refused with every fault, each by its field (<c>oidcAuthority</c>, <c>oidcAudience</c>, ...).</summary>
    public TokenSettings? Read(InputReader read)
    {
        if (Authority is null)
        {
            if (this != new TokenWords(null, null))
            {
                read.Refuse("oidcAuthority", "Other settings of an OpenID provider are given without its address; say it too, such as https://login.example.com.");
            }

            return read.Checked<TokenSettings?>(null);
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || IsLoopbackHttp(authority))
            || authority.Query.Length + authority.Fragment.Length + authority.UserInfo.Length > 0)
        {
            read.Refuse("oidcAuthority", $"'{InputReader.Short(Authority)}' is not the address of an OpenID provider; write one that begins with https://.");
            authority = null;
        }

        if (string.IsNullOrWhiteSpace(Audience))
        {
            read.Refuse("oidcAudience", "The audience is missing; say which one the provider puts into tokens for this server.");
        }

        TenantId? fixedTenant = Tenant is null ? null : TenantId.TryParse(Tenant, out var tenant) ? tenant : null;
        if (Tenant is not null && fixedTenant is null)
        {
            read.Refuse("oidcTenant", $"'{InputReader.Short(Tenant)}' is not a tenant; a tenant has 1 to 40 of a-z, 0-9 and _, and begins with a letter.");
        }

        var (tenants, roles, persons) = (
            Claim(read, "oidcTenantClaim", TenantClaim), Claim(read, "oidcRoleClaim", RoleClaim), Claim(read, "oidcPersonClaim", PersonClaim));
        var meanings = Roles is null ? null : Meanings(read, Roles);
        read.Checked(authority);
        var settings = new TokenSettings(authority!, Audience!) { Tenant = fixedTenant };
        return settings with
        {
            TenantClaim = tenants ?? settings.TenantClaim,
            RoleClaim = roles ?? settings.RoleClaim,
            PersonClaim = persons ?? settings.PersonClaim,
            Roles = meanings ?? settings.Roles,
        };
    }

    private static bool IsLoopbackHttp(Uri address) => address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;

    private static string? Claim(InputReader read, string field, string? name)
    {
        if (name is not null && (name.Length is 0 or > LongestClaim || name.Any(c => c is < '!' or > '~')))
        {
            read.Refuse(field, $"'{InputReader.Short(name)}' is not the name of a claim; it has 1 to {LongestClaim} visible ASCII characters without spaces.");
        }

        return name;
    }

    private static Dictionary<string, Role> Meanings(InputReader read, string text)
    {
        var meanings = new Dictionary<string, Role>(StringComparer.Ordinal);
        foreach (var pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = pair.LastIndexOf('=');
            if (at < 1 || !pair[(at + 1)..].Trim().All(char.IsAsciiLetter) || !Enum.TryParse<Role>(pair[(at + 1)..].Trim(), ignoreCase: true, out var role)
                || !meanings.TryAdd(pair[..at].Trim(), role))
            {
                read.Refuse("oidcRoles", $"'{InputReader.Short(pair)}' says no role of a value; write VALUE=ROLE;VALUE=ROLE with each value once and a role of ours, such as Sales=rep.");
            }
        }

        return meanings;
    }
}
