using DealLedger.Core.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Access;

/// <summary>The ways of signing in.</summary>
public static class SigningIn
{
    /// <summary>Adds them, whoever calls as a <see cref="Caller"/> that routes may ask for, and the ledger as that caller may see it: routes get no other one.</summary>
    public static void AddCallers(this IServiceCollection services, LedgerHost ledger, AccessOptions access)
    {
        services.AddSingleton(access);
        services.AddHttpContextAccessor();
        services.AddScoped(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.Caller());
        services.AddScoped(provider => ledger.For(provider.GetRequiredService<Caller>()));
        services.AddAuthentication();
    }
}
