using DealLedger.Core.Organisation;
using DealLedger.Server.Access;
using DealLedger.Server.Access.Tokens;
using DealLedger.Server.Inputs;

namespace DealLedger.Configuration;

/// <summary>The section <c>access</c>: who may come in, and by which ways of signing in.</summary>
internal static class AccessSettings
{
    public static readonly Setting SignIn = new(
        "access.signIn", "DEALLEDGER_SIGN_IN", "--sign-in", "true|false",
        "Lets nobody in who has not signed in; always so beyond loopback and behind a proxy.") { IsSwitch = true };

    public static readonly Setting Authority = Oidc("authority", "AUTHORITY", "authority", "URL", "The OpenID provider whose tokens are taken.");

    public static readonly Setting Audience = Oidc("audience", "AUDIENCE", "audience", "NAME", "The audience that its tokens for this server have.");

    public static readonly Setting Tenant = Oidc("tenant", "TENANT", "tenant", "ID", "The tenant of tokens that name none.");

    public static readonly Setting TenantClaim = Oidc("tenantClaim", "TENANT_CLAIM", "tenant-claim", "NAME", "The claim that names the tenant. Default: tenant.");

    public static readonly Setting RoleClaim = Oidc("roleClaim", "ROLE_CLAIM", "role-claim", "NAME", "The claim that holds the role. Default: role.");

    public static readonly Setting PersonClaim = Oidc(
        "personClaim", "PERSON_CLAIM", "person-claim", "NAME", "The claim that holds the person's id in the CRM. Default: person.");

    public static readonly Setting Roles = Oidc(
        "roles", "ROLES", "roles", "VALUE=ROLE;...", "What values of the role's claim mean. Default: the roles' own names.");

    /// <summary>All of the section.</summary>
    public static readonly IReadOnlyList<Setting> All = [SignIn, Authority, Audience, Tenant, TenantClaim, RoleClaim, PersonClaim, Roles];

    /// <summary>Reads the section; where others than the machine itself come from everyone signs in.</summary>
    public static AccessOptions Read(SettingsReader read, bool isOpen)
    {
        var wanted = read.Switch(SignIn);
        if (isOpen && wanted == false)
        {
            read.Refuse(SignIn, "everyone has to sign in where the server listens beyond loopback or behind a proxy; leave it out, or listen on 127.0.0.1 alone.");
        }

        var tokens = new TokenWords(
            read.Text(Authority), read.Text(Audience), read.Text(Tenant), read.Text(TenantClaim), read.Text(RoleClaim), read.Text(PersonClaim), read.Text(Roles));
        return new AccessOptions { SignInNeeded = wanted ?? isOpen, Tokens = tokens.Read(new InputReader(SettingsHistory.None, default)) };
    }

    private static Setting Oidc(string key, string variable, string option, string value, string says) =>
        new("access.oidc." + key, "DEALLEDGER_OIDC_" + variable, "--oidc-" + option, value, says);
}
