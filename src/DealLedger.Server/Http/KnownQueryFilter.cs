using System.Reflection;
using DealLedger.Core.Ledger;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http;

/// <summary>Refuses query parameters that a route does not know: a misspelt filter must not widen an answer in silence.</summary>
public static class KnownQueryFilter
{
    /// <summary>Accepts the parameters of these records, each at most once.</summary>
    public static RouteHandlerBuilder WithQueryOf(this RouteHandlerBuilder route, params IReadOnlyList<Type> records)
    {
        var known = records
            .SelectMany(type => type.GetProperties())
            .Select(property => property.GetCustomAttribute<FromQueryAttribute>()?.Name)
            .OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return route.AddEndpointFilter((context, next) =>
        {
            var faults = context.HttpContext.Request.Query
                .Select(given => Fault(known, given.Key, given.Value.Count))
                .OfType<Refusal>()
                .ToList();
            return faults.Count == 0 ? next(context) : throw new InputRefusedException(faults);
        });
    }

    private static Refusal? Fault(HashSet<string> known, string name, int times)
    {
        if (!known.Contains(name))
        {
            var field = InputReader.Short(name);
            return new Refusal(InputReader.InvalidValue, $"'{field}' is not a parameter of this route; it takes {string.Join(", ", known)}.", field);
        }

        return times > 1 ? new Refusal(InputReader.InvalidValue, $"'{name}' was given {times} times; give it once.", name) : null;
    }
}
