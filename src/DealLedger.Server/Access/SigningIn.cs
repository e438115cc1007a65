using DealLedger.Core.Access;
using DealLedger.Server.Access.Personas;
using DealLedger.Server.Access.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Access;

/// <summary>The ways of signing in.</summary>
public static class SigningIn
{
    /// <summary>Adds them, whoever calls as a <see cref="Caller"/> that routes may ask for, and the ledger as that caller may see it: routes get no other one.</summary>
    public static void AddCallers(this IServiceCollection services, LedgerHost ledger, AccessOptions access)
    {
        if (access is { SignInNeeded: true, PersonasOf: not null })
        {
            throw new ArgumentException("Where everyone has to sign in nobody chooses whom to be.", nameof(access));
        }

        services.AddSingleton(access);
        services.AddHttpContextAccessor();
        services.AddScoped(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.Caller());
        services.AddScoped(provider => ledger.For(provider.GetRequiredService<Caller>()));
        services.AddFormsAndKeys(ledger);
        services.AddAuthentication(Sessions.Scheme).AddSessions(ledger, access);
    }
}
