using DealLedger.Core.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Access;

/// <summary>What a route asks of its caller: a right, or nothing. A route that says neither lets nobody in.</summary>
public sealed record AccessRule(Right? Needed);

/// <summary>Marks what people look at: whoever is not signed in and has to be is led to sign in.</summary>
public sealed record PageForPeople;

/// <summary>Says on routes what they ask of their callers.</summary>
public static class AccessRules
{
    /// <summary>Lets those in who have a right. What they take away, and what they change about rights, stands in the access log before they hear of it.</summary>
    public static T Needs<T>(this T route, Right right) where T : IEndpointConventionBuilder =>
        route.WithMetadata(new AccessRule(right)).AddEndpointFilter(AccessWrittenFirst.InvokeAsync);

    /// <summary>Lets everyone in, signed in or not: what says nothing of any tenant.</summary>
    public static T ForEveryone<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(new AccessRule((Right?)null));

    /// <summary>Is a page for people, or sent from one.</summary>
    public static T ForPeople<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(new PageForPeople());

    /// <summary>Whoever calls.</summary>
    public static Caller Caller(this HttpContext http) => http.Features.Get<Caller>() ?? Core.Access.Caller.Nobody;
}
