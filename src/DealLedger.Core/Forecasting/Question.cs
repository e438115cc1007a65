using DealLedger.Core.Calls;
using DealLedger.Core.CallSheet;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;

namespace DealLedger.Core.Forecasting;

/// <summary>Whose hierarchy a question looks at (DEFINITIONS 3).</summary>
public enum HierarchyChoice
{
    /// <summary>Teams as they were at each instant that counts.</summary>
    AsOf,

    /// <summary>Teams as they are today, for all instants.</summary>
    Current,
}

/// <summary>What every question about deals may be narrowed to.</summary>
public interface IScoped
{
    /// <summary>What to group by.</summary>
    GroupBy By { get; }

    /// <summary>Only deals of this owner, by id.</summary>
    string? Owner { get; }

    /// <summary>Only deals whose owner is in this team, by the id of the person who leads it.</summary>
    string? Team { get; }

    /// <summary>Whose hierarchy teams are read from.</summary>
    HierarchyChoice Hierarchy { get; }

    /// <summary>The settings that the question was read by; none means those in force at its <c>asOf</c> or <c>to</c>.</summary>
    Settings? Settings { get; }

    /// <summary>The instant (UTC) whose rates convert all amounts; none means that each is converted as of its own instant.</summary>
    DateTimeOffset? RatesAt { get; }
}

/// <summary>Which deals stood how, at an instant in the business, as known at a point of the log.</summary>
public sealed record ForecastQuestion(
    Period Period, DateTimeOffset AsOf, KnownAt KnownAt, GroupBy By = GroupBy.None, string? Owner = null, Rollup Rollup = Rollup.Single,
    string? Team = null, HierarchyChoice Hierarchy = HierarchyChoice.AsOf) : IScoped
{
    /// <inheritdoc/>
    public Settings? Settings { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? RatesAt { get; init; }
}

/// <summary>Whether the two ends are compared or every change between them (DEFINITIONS 4).</summary>
public enum WaterfallMode
{
    /// <summary>One split a deal, of its states at the two ends.</summary>
    Net,

    /// <summary>One split a change inside the window.</summary>
    Path,
}

/// <summary>What changed in the open pipeline of a period between two instants, the first exclusive.</summary>
public sealed record ChangesQuestion(
    Period Period, DateTimeOffset From, DateTimeOffset To, KnownAt KnownAt, WaterfallMode Mode = WaterfallMode.Net,
    GroupBy By = GroupBy.None, string? Owner = null, int Limit = ChangesQuestion.DefaultLimit, string? Team = null,
    HierarchyChoice Hierarchy = HierarchyChoice.AsOf) : IScoped
{
    /// <summary>How many deals are listed unless asked otherwise.</summary>
    public const int DefaultLimit = 50;

    /// <summary>How many deals one answer lists at the most.</summary>
    public const int MaxLimit = 100_000;

    /// <inheritdoc/>
    public Settings? Settings { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? RatesAt { get; init; }

    /// <summary>Only deals with a movement of this kind are listed; the waterfall is that of all.</summary>
    public MovementKind? Kind { get; init; }

    /// <summary>Only deals of this part of a call sheet are listed; the waterfall is that of all.</summary>
    public SheetPartKind? Part { get; init; }

    /// <summary>Only deals after this rank are listed: where the list before ended.</summary>
    public DealRank? After { get; init; }

    /// <summary>The deals that are listed.</summary>
    public ListedDeals Listed => new(Limit, Kind, After, Part);

    /// <summary>The scope that values are taken in.</summary>
    public PipelineScope Scope => new(Period, Owner) { Team = Team };
}

/// <summary>Which open deals a slip rate is measured against (DEFINITIONS 5).</summary>
public enum SlipBasis
{
    /// <summary>All of the open pipeline.</summary>
    All,

    /// <summary>The deals in Commit.</summary>
    Commit,

    /// <summary>The deals in Commit, MostLikely and BestCase.</summary>
    Forecast,
}

/// <summary>Who pushed what in a window, the first instant exclusive; with a period, against its open pipeline as the window begins.</summary>
public sealed record SlippageQuestion(
    DateTimeOffset From, DateTimeOffset To, Period? Period, KnownAt KnownAt, GroupBy By = GroupBy.None, SlipBasis Basis = SlipBasis.All, string? Owner = null,
    string? Team = null, HierarchyChoice Hierarchy = HierarchyChoice.AsOf) : IScoped
{
    /// <inheritdoc/>
    public Settings? Settings { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? RatesAt { get; init; }
}

/// <summary>The order in which calls are listed.</summary>
public enum CallOrder
{
    /// <summary>By when they were stated, the latest first.</summary>
    Latest,

    /// <summary>By period, the latest first, then by layer, category, person, and when they were stated.</summary>
    Period,
}

/// <summary>
/// Which calls were stated by an instant in the business: those in force then, or all; of a long list those that follow a call, by its id.
/// </summary>
public sealed record CallsQuestion(
    DateTimeOffset AsOf, Period? Period = null, string? For = null, CallLayer? Layer = null, bool All = false, int Limit = CallsQuestion.DefaultLimit,
    CallOrder Order = CallOrder.Latest, string? After = null)
{
    /// <summary>How many calls are listed unless asked otherwise.</summary>
    public const int DefaultLimit = 1_000;

    /// <summary>How many calls one answer lists at the most.</summary>
    public const int MaxLimit = 100_000;
}

/// <summary>Which quotas hold at an instant in the business.</summary>
public sealed record QuotasQuestion(DateTimeOffset AsOf, Period? Period = null, string? For = null);

/// <summary>The attribute of a deal that answers are grouped by.</summary>
public static class Grouping
{
    /// <summary>The group's key; empty for a deal that has none.</summary>
    public static string KeyOf(this GroupBy by, DealView deal) => by switch
    {
        GroupBy.Owner => deal.Owner ?? "",
        GroupBy.Type => deal.Type ?? "",
        GroupBy.Segment => deal.Segment ?? "",
        GroupBy.Stage => deal.Stage ?? "",
        _ => "",
    };
}
