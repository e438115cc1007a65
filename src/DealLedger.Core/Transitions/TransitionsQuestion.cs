using DealLedger.Core.Forecasting;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;

namespace DealLedger.Core.Transitions;

/// <summary>
/// Of the deals that a forecast counts at one instant, where they are at another, not earlier one. Deals are listed, at most so many, of one place at
/// either end where one is named, and after a rank where the list goes on; they rank by the larger of their values at both ends.
/// </summary>
public sealed record TransitionsQuestion(
    Period Period, DateTimeOffset From, DateTimeOffset To, KnownAt KnownAt, string? Owner = null, string? Team = null,
    HierarchyChoice Hierarchy = HierarchyChoice.AsOf, int Limit = TransitionsQuestion.DefaultLimit) : IScoped
{
    /// <summary>How many deals are listed unless asked otherwise.</summary>
    public const int DefaultLimit = 50;

    /// <summary>How many deals one answer lists at the most.</summary>
    public const int MaxLimit = 100_000;

    /// <summary>Transitions are not grouped.</summary>
    public GroupBy By => GroupBy.None;

    /// <inheritdoc/>
    public Settings? Settings { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? RatesAt { get; init; }

    /// <summary>Only deals that were there at the first instant are listed.</summary>
    public DealPlace? Was { get; init; }

    /// <summary>Only deals that are there at the last instant are listed.</summary>
    public DealPlace? Is { get; init; }

    /// <summary>Only deals after this rank are listed: where the list before ended.</summary>
    public DealRank? After { get; init; }

    /// <summary>The scope that deals count in.</summary>
    public PipelineScope Scope => new(Period, Owner) { Team = Team };
}
