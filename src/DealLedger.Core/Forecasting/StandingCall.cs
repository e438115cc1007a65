using DealLedger.Core.Calls;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Forecasting;

/// <summary>
/// A call in force beside the roll-up (DEFINITIONS 3 and 6). Stale says that the roll-up of its scope is another one as of the instant asked
/// about than the one that it was based on; NoteErased that there was a note and that it was erased.
/// </summary>
public sealed record StandingCall(
    string Id, string For, string? ForName, CallLayer Layer, ForecastCategory Category, decimal Amount, string Currency, string By, string? ByName,
    DateTimeOffset At, string? Note, bool NoteErased, bool Stale);

/// <summary>What stands beside the roll-up: attainment, gap and coverage of a quota (DEFINITIONS 3, Beside the roll-up).</summary>
public static class BesideRollup
{
    private const int Decimals = 4;

    /// <summary>
    /// The row with its calls and its quota: attainment is Closed / quota, the gap quota − Closed, coverage the open pipeline / gap where there
    /// is a gap; shares have four places, half to even.
    /// </summary>
    public static ForecastRow With(this ForecastRow row, IReadOnlyList<StandingCall> calls, decimal? quota)
    {
        var gap = quota - row.Closed.Amount;
        return row with
        {
            Calls = calls,
            Quota = quota,
            Attainment = quota > 0 ? (row.Closed.Amount / quota.Value).RoundTo(Decimals) : null,
            Gap = gap,
            Coverage = gap > 0 ? (row.OpenPipeline.Amount / gap.Value).RoundTo(Decimals) : null,
        };
    }
}
