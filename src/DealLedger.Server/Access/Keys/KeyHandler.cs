using System.Text.Encodings.Web;
using DealLedger.Core.Access;
using DealLedger.Postgres.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealLedger.Server.Access.Keys;

/// <summary>Signs in whoever sends a key of a tenant that is in force. It never says what is wrong with one that is not.</summary>
internal sealed class KeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "key";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        if (BearerHeader.Of(Request) is not { } text || !ApiKeyText.TryParse(text, out var sent)
            || await keys.FindAsync(sent!, Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("No key in force.");
        }

        var caller = new Caller($"key:{key.Id}", sent!.Tenant, key.Role, key.Person);
        return AuthenticateResult.Success(new AuthenticationTicket(CallerClaims.Principal(caller, SchemeName), SchemeName));
    }
}

/// <summary>Adds keys to the ways of signing in.</summary>
internal static class KeySigningIn
{
    /// <summary>Adds the scheme, and what writes down when keys were used.</summary>
    public static AuthenticationBuilder AddKeys(this AuthenticationBuilder schemes, LedgerHost ledger)
    {
        schemes.Services.AddSingleton(ledger.Keys);
        schemes.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<KeyUses>(services, ledger.Clock));
        return schemes.AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyHandler.SchemeName, null);
    }
}
