using DealLedger.Postgres.Access;
using DealLedger.Server.Access.Personas;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Access.Users;

/// <summary>Registers the sessions of users.</summary>
public static class UserSessions
{
    /// <summary>Adds what those who come with a browser sign in by: personas where they are offered, else users.</summary>
    public static void AddSessions(this AuthenticationBuilder authentication, LedgerHost ledger, AccessOptions access)
    {
        if (access.PersonasOf is { } tenant)
        {
            authentication.AddPersonas(ledger, tenant);
        }
        else
        {
            authentication.AddUsers(ledger);
        }
    }

    private static void AddUsers(this AuthenticationBuilder authentication, LedgerHost ledger)
    {
        var users = new LocalUsers(ledger.Database, ledger.Clock, ledger.Caller);
        authentication.Services.AddSingleton(_ => HashingGate.OfMachine());
        authentication.Services.AddSingleton(provider => new SignIns(users, ledger.AccessLog, provider.GetRequiredService<HashingGate>(), ledger.Clock));
        authentication.AddCookie(Sessions.Scheme, cookie =>
        {
            cookie.Cookie = new CookieOfOwn(Sessions.Cookie, SameSiteMode.Lax);
            cookie.ExpireTimeSpan = Sessions.Idle;
            cookie.SlidingExpiration = true;
            cookie.TimeProvider = ledger.Clock;
            cookie.Events = new SessionEvents(new StandingSessions(users, ledger.Clock), ledger.Clock);
        });
    }
}
