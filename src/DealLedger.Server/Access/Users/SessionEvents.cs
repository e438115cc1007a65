using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DealLedger.Server.Access.Users;

/// <summary>Ends sessions that have lasted long enough, and those of users who were disabled or given another password.</summary>
public sealed class SessionEvents(StandingSessions sessions, TimeProvider clock) : CookieAuthenticationEvents
{
    private const string Began = "began";

    /// <inheritdoc/>
    public override Task SigningIn(CookieSigningInContext context)
    {
        context.Properties.Items[Began] = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (IsYoung(context.Properties) && Sessions.Of(context.Principal!) is (var tenant, var name, var stamp)
            && await sessions.StandsAsync(tenant, name, stamp, context.HttpContext.RequestAborted))
        {
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Sessions.Scheme);
    }

    private bool IsYoung(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(Began, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && clock.GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(seconds) + Sessions.Longest;
}
