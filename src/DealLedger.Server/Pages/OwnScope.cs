using System.Reflection;
using DealLedger.Core.Access;
using DealLedger.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Pages;

/// <summary>Leads those who see a part of the deals alone to their part, where a page is asked for everyone's.</summary>
public static class OwnScope
{
    private const string Owner = "owner";
    private const string Team = "team";

    /// <summary>What an address says of whose deals it shows, and of places in their lists: what makes no sense for another reader.</summary>
    public static readonly string[] Names = [Owner, Team, "for", "key", "open", "after"];

    /// <summary>Leads a rep to the own deals and a manager to the own team, on a page that takes the parameters of these records.</summary>
    public static RouteHandlerBuilder WithOwnScope(this RouteHandlerBuilder route, IReadOnlyList<Type> words)
    {
        var known = words.SelectMany(type => type.GetProperties()).Select(property => property.GetCustomAttribute<FromQueryAttribute>()?.Name).OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return route.AddEndpointFilter((context, next) =>
        {
            var http = context.HttpContext;
            var address = PageAddress.Of(http.Request);
            var asked = address[Owner] ?? address[Team];
            return asked is null && Of(http.Caller(), known) is (var name, var person)
                ? ValueTask.FromResult<object?>(TypedResults.LocalRedirect(address.With(name, person).ToString()))
                : next(context);
        });
    }

    // The part of a caller who sees not everyone's deals, by the parameter that narrows the page to it, if it has one.
    private static (string Name, string Person)? Of(Caller caller, HashSet<string> known)
    {
        var name = caller.Reach switch
        {
            Reach.Own => Owner,
            Reach.Below => Team,
            _ => null,
        };
        return name is not null && known.Contains(name) && caller.Person is { } person ? (name, person) : null;
    }
}
