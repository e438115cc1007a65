using System.Security.Claims;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Access;

namespace DealLedger.Server.Access.Users;

/// <summary>Sessions of people who look at the pages: a cookie that says who signed in, and with which stamp.</summary>
public static class Sessions
{
    /// <summary>The scheme of whoever comes with a browser: the session of a user, or where personas are offered the persona.</summary>
    public const string Scheme = "session";

    /// <summary>The name of the cookie.</summary>
    public const string Cookie = "dealledger-session";

    /// <summary>How long a session lasts without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    /// <summary>How long a session lasts at the most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private const string StampClaim = "dealledger:stamp";
    private const string NamePrefix = "user:";

    /// <summary>A user as the access log shows one; without a role as long as it is not known who it is.</summary>
    public static Caller Caller(TenantId tenant, UserName name, UserStanding? standing = null) => new(NamePrefix + name, tenant, standing?.Role, standing?.Person);

    /// <summary>The principal of a user who signed in.</summary>
    public static ClaimsPrincipal Principal(TenantId tenant, UserName name, UserStanding standing)
    {
        var principal = CallerClaims.Principal(Caller(tenant, name, standing), Scheme);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(StampClaim, standing.Stamp.ToString("N")));
        return principal;
    }

    /// <summary>Whose session a principal is, and with which stamp; none when it is no session of a user.</summary>
    public static (TenantId Tenant, UserName Name, Guid Stamp)? Of(ClaimsPrincipal principal) =>
        CallerClaims.Of(principal) is { Tenant: { } tenant } caller && caller.Name.StartsWith(NamePrefix, StringComparison.Ordinal)
        && UserName.TryParse(caller.Name[NamePrefix.Length..], out var name) && Guid.TryParse(principal.FindFirstValue(StampClaim), out var stamp)
            ? (tenant, name, stamp)
            : null;

    /// <summary>Whether a request comes with a cookie that signs it in, so that its forms need a token.</summary>
    public static bool IsByCookie(ClaimsPrincipal principal) => principal.Identity is { IsAuthenticated: true, AuthenticationType: Scheme };
}
