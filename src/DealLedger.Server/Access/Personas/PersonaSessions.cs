using DealLedger.Core.Ledger;
using DealLedger.Server.Access.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Access.Personas;

/// <summary>Registers personas in the place of users.</summary>
public static class PersonaSessions
{
    /// <summary>Offers the personas of a tenant, as <see cref="Sessions.Scheme"/>: for a loopback address alone, where nobody has to sign in.</summary>
    public static void AddPersonas(this AuthenticationBuilder authentication, LedgerHost ledger, TenantId tenant)
    {
        authentication.Services.AddSingleton(new PersonaCast(ledger, tenant));
        authentication.AddScheme<AuthenticationSchemeOptions, PersonaHandler>(Sessions.Scheme, null);
    }
}
