using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.Opportunities;

namespace DealLedger.Server.Pages;

/// <summary>What calls say, in the words that people read.</summary>
public static class CallLabels
{
    /// <summary>Whom a call is about.</summary>
    public static string About(CallScope scope, string @for, string? name) => Shown.Name(name ?? @for) + (scope == CallScope.Team ? "'s team" : "");

    /// <summary>Whom a call is about.</summary>
    public static string About(CallState call) => About(call.Scope, call.For, call.ForName);

    /// <summary>The category that a call is about.</summary>
    public static string Label(ForecastCategory category) => ColumnLabels.OfCategory(category.Name());

    /// <summary>Whether a call is in force, and whether what it was based on is another now.</summary>
    public static string Standing(CallState call) => (call.ReplacedBy is null ? "in force" : "replaced") + (call.Stale ? ", stale" : "");
}
