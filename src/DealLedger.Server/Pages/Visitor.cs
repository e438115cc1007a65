using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access.Personas;
using DealLedger.Server.Access.Users;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages;

/// <summary>Who looks at a page, signed in by a cookie. Token is what the forms of the page send along; Personas are whom one may look at it as instead.</summary>
public sealed record Visitor(Caller Caller, string Name, Role Role, string? Token, PersonaChoice? Personas)
{
    /// <summary>The id that stands behind what the visitor writes: the person's, else the way of signing in.</summary>
    public string By => Caller.Person ?? Caller.Name;

    /// <summary>The tenant that the visitor belongs to, where it is not the one of those who name none.</summary>
    public string? Tenant => Caller.Tenant is { } tenant && tenant != TenantId.Default ? tenant.Value : null;

    /// <summary>The role in the words that people read.</summary>
    public string RoleName => Role.ToString().ToLowerInvariant();

    /// <summary>The visitor of a request; none where nobody signed in by a cookie.</summary>
    public static Visitor? Of(HttpContext http)
    {
        if (!Sessions.IsByCookie(http.User) || http.Features.Get<Caller>() is not { Role: { } role } caller)
        {
            return null;
        }

        var name = caller.Name[(caller.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return new Visitor(caller, name, role, FormTokens.Of(http), http.Features.Get<PersonaChoice>());
    }
}
