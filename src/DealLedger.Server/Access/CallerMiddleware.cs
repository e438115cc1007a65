using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DealLedger.Server.Access;

/// <summary>Finds out who calls, and lets nobody reach a route whose right they do not have.</summary>
public sealed class CallerMiddleware(RequestDelegate next, AccessOptions access)
{
    /// <summary>Runs a request.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var caller = CallerClaims.Of(http.User) ?? (access.SignInNeeded ? Caller.Nobody : Caller.Local);
        http.Features.Set(caller);

        // Others are the framework's own, which refuse a wrong method or media type.
        if (http.GetEndpoint() is RouteEndpoint endpoint)
        {
            var rule = endpoint.Metadata.GetMetadata<AccessRule>();
            if (caller == Caller.Nobody && rule?.Needed is not null && endpoint.Metadata.GetMetadata<PageForPeople>() is not null && IsLookedAt(http.Request))
            {
                SignInPath.Lead(http);
                return Task.CompletedTask;
            }

            Check(rule, caller);
        }

        return next(http);
    }

    // What somebody typed into a form is not thrown away: the refusal says what is to be done first.
    private static bool IsLookedAt(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

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
