using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;

namespace DealLedger.Core.Transitions;

/// <summary>
/// The deals that went from one place to another: start is what they count in the forecast at the first instant, end what they count at the last;
/// nothing where they are outside of it.
/// </summary>
public sealed record Transition(DealPlace Was, DealPlace Is, long Deals, Cell Start, Cell End);

/// <summary>
/// A deal with its places and close dates at both instants, and its owner at the last. Start and end are what it counts in the forecast there; none
/// where it is outside, has no amount, or one that no rate converts.
/// </summary>
public sealed record TransitionedDeal(
    string Id, string Name, string? Owner, DealPlace Was, DealPlace Is, decimal? Start, decimal? End, DateOnly? CloseDateBefore, DateOnly? CloseDate);

/// <summary>
/// Where the deals of a forecast at one instant are at another (DEFINITIONS 3 and 4), in the order of their places. The starts of all that were in a
/// column add up to that column at the first instant, the ends of all that are in one to that column at the last; the column Omitted of a forecast
/// is Omitted and Lost together. Was and is are the places of the deals listed, where they were asked for; next is what to ask for <c>after</c> to get
/// the deals that follow, none when there are no more.
/// </summary>
public sealed record TransitionsAnswer(
    string Definition, string Tenant, DateTimeOffset From, DateTimeOffset To, string KnownAt, long Position, IReadOnlyList<string> Notes, Period Period,
    string Currency, IReadOnlyList<Transition> Transitions, DealPlace? Was, DealPlace? Is, IReadOnlyList<TransitionedDeal> Deals, long DealsTotal, string? Next,
    IReadOnlyList<Unconverted> UnconvertedAtStart, IReadOnlyList<Unconverted> Unconverted, long SettingsVersion, DateTimeOffset? RatesAt)
{
    /// <summary>The version name of these rules.</summary>
    public const string Version = "transitions/1";
}
