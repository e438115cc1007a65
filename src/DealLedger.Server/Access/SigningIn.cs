using DealLedger.Core.Access;
using DealLedger.Server.Access.Keys;
using DealLedger.Server.Access.Personas;
using DealLedger.Server.Access.Tokens;
using DealLedger.Server.Access.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DealLedger.Server.Access;

/// <summary>The ways of signing in.</summary>
public static class SigningIn
{
    // Chooses by the header that a request has.
    private const string AnyScheme = "any";

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
        services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, policy => policy.ForwardDefaultSelector = SchemeOf)
            .AddKeys(ledger)
            .AddTokens(access.Tokens, ledger.Clock)
            .AddSessions(ledger, access);
    }

    private static string SchemeOf(HttpContext http)
    {
        if (http.Request.Headers.Authorization.Count == 0)
        {
            return Sessions.Scheme;
        }

        // What is no token is left to the keys, which refuse what is no key.
        var schemes = http.RequestServices.GetRequiredService<IOptions<AuthenticationOptions>>().Value.SchemeMap;
        return BearerHeader.Of(http.Request) is { } text && !ApiKeyText.TryParse(text, out _) && schemes.ContainsKey(TokenScheme.Name)
            ? TokenScheme.Name
            : KeyHandler.SchemeName;
    }
}
