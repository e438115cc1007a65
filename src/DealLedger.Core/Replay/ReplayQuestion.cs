using DealLedger.Core.Forecasting;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;

namespace DealLedger.Core.Replay;

/// <summary>How the forecast of a period went from week to week, up to an instant or to the period's end where that is earlier.</summary>
public sealed record ReplayQuestion(
    Period Period, DateTimeOffset AsOf, KnownAt KnownAt, string? Owner = null, string? Team = null, HierarchyChoice Hierarchy = HierarchyChoice.AsOf) : IScoped
{
    /// <summary>A replay is grouped by weeks alone.</summary>
    public GroupBy By => GroupBy.None;

    /// <inheritdoc/>
    public Settings? Settings { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? RatesAt { get; init; }

    /// <summary>The scope that deals count in.</summary>
    public PipelineScope Scope => new(Period, Owner) { Team = Team };
}
