using DealLedger.Core.Forecasting;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;

namespace DealLedger.Core.CallSheet;

/// <summary>
/// What a team's forecast call looks at: how its deals of a period stand at an instant, and what moved since the last call. Without a team it is
/// the top one.
/// </summary>
public sealed record CallSheetQuestion(
    Period Period, DateTimeOffset Since, DateTimeOffset AsOf, KnownAt KnownAt, string? Team = null, HierarchyChoice Hierarchy = HierarchyChoice.AsOf) : IScoped
{
    /// <inheritdoc/>
    public GroupBy By => GroupBy.Type;

    /// <inheritdoc/>
    public string? Owner => null;

    /// <inheritdoc/>
    public Settings? Settings { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? RatesAt { get; init; }

    /// <summary>The forecast by type as of an instant.</summary>
    public ForecastQuestion ForecastAt(DateTimeOffset asOf) =>
        new(Period, asOf, KnownAt, GroupBy.Type, Team: Team, Hierarchy: Hierarchy) { Settings = Settings, RatesAt = RatesAt };

    /// <summary>What changed since the last call.</summary>
    public ChangesQuestion Changes =>
        new(Period, Since, AsOf, KnownAt, Team: Team, Hierarchy: Hierarchy) { Settings = Settings, RatesAt = RatesAt };
}
