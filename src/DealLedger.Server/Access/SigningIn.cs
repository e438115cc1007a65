using DealLedger.Core.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Access;

/// <summary>The ways of signing in.</summary>
public static class SigningIn
{
    /// <summary>Adds them, and whoever calls as a <see cref="Caller"/> that routes may ask for.</summary>
    public static void AddCallers(this IServiceCollection services, AccessOptions access)
    {
        services.AddSingleton(access);
        services.AddHttpContextAccessor();
        services.AddScoped(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.Caller());
        services.AddAuthentication();
    }
}
