using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;

namespace DealLedger.Core.Replay;

/// <summary>
/// One week of a period: the forecast (single) as of its last instant (DEFINITIONS 3), the net movements of the open pipeline since the instant that the
/// week before ended at (DEFINITIONS 4), and the distance, Closed + Commit less the result: positive is over-forecast.
/// </summary>
public sealed record ReplayWeek(
    string Week, DateTimeOffset From, DateTimeOffset AsOf, ForecastCells Forecast, IReadOnlyList<MovementSum> Movements, decimal Distance,
    IReadOnlyList<Unconverted> Unconverted);

/// <summary>
/// A period week by week: the forecast as of the last microsecond before it (from), then every week that had begun as of the instant asked about, the
/// last one up to that instant or to the period's end. The result is Closed as of the last of them: final once the period has ended, partial before.
/// </summary>
public sealed record ReplayAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, Period Period, string Currency,
    DateTimeOffset From, ForecastCells Start, IReadOnlyList<ReplayWeek> Weeks, Cell Result, bool Partial, long SettingsVersion, DateTimeOffset? RatesAt)
{
    /// <summary>The version name of these rules.</summary>
    public const string Version = "replay/1";

    /// <summary>The instant that the result is told of.</summary>
    public DateTimeOffset To => Weeks is [.., var last] ? last.AsOf : From;
}
