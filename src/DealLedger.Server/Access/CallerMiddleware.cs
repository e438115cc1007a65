using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DealLedger.Server.Access;

/// <summary>Finds out who calls, and lets nobody reach a route whose right they do not have.</summary>
public sealed class CallerMiddleware(RequestDelegate next, AccessOptions access)
{
    /// <summary>Runs a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var caller = CallerClaims.Of(http.User) ?? await WhoDidNotSignInAsync(http);
        http.Features.Set(caller);

        // Others are the framework's own, which refuse a wrong method or media type.
        if (http.GetEndpoint() is RouteEndpoint endpoint)
        {
            var rule = endpoint.Metadata.GetMetadata<AccessRule>();
            if (caller == Caller.Nobody && rule?.Needed is not null && endpoint.Metadata.GetMetadata<PageForPeople>() is not null && IsLookedAt(http.Request))
            {
                SignInPath.Lead(http);
                return;
            }

            Check(rule, caller);
        }

        await next(http);
    }

    // What somebody typed into a form is not thrown away: the refusal says what is to be done first.
    private static bool IsLookedAt(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    // Whoever shows a key or a token that is not taken is nobody's guest, not even where others need none. The outcome is known: it is not tried again.
    private async Task<Caller> WhoDidNotSignInAsync(HttpContext http) => http.Request.Headers.Authorization.Count == 0
        ? access.SignInNeeded ? Caller.Nobody : Caller.Local
        : throw (await http.AuthenticateAsync()).Failure as RefusedException
            ?? new RefusedException("sign-in-refused", "The Authorization header opens nothing; send a key or a token in force as 'Authorization: Bearer …'.");

    private static void Check(AccessRule? rule, Caller caller)
    {
        if (rule is null)
        {
            throw new RefusedException("not-allowed", "Nobody may do this.");
        }

        if (rule.Needed is { } right)
        {
            caller.Require(right);
        }
    }
}
