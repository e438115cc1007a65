using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;

namespace DealLedger.Core.Calls;

/// <summary>
/// How near calls came to what was closed (DEFINITIONS 6): accuracy is 1 − sum of |actual − call| / sum of actual, bias is the sum of (call −
/// actual) / sum of actual, positive for over-forecast; both rounded half to even to four places, none where nothing was closed.
/// </summary>
public sealed record Closeness(decimal Call, decimal Actual, decimal? Accuracy, decimal? Bias)
{
    /// <summary>The closeness of calls to what was closed, weighed by amount.</summary>
    public static Closeness Of(IReadOnlyCollection<(decimal Call, decimal Actual)> calls)
    {
        var (call, actual) = (calls.Sum(c => c.Call), calls.Sum(c => c.Actual));
        return actual == 0
            ? new Closeness(call, actual, null, null)
            : new Closeness(
                call, actual, (1 - (calls.Sum(c => Math.Abs(c.Actual - c.Call)) / actual)).RoundTo(4), ((call - actual) / actual).RoundTo(4));
    }
}

/// <summary>The calls in force at the end of a week of the period, or of the period where that is earlier, against what was closed.</summary>
public sealed record WeekCloseness(string Week, DateTimeOffset At, Closeness Calls);

/// <summary>One person's or team's calls at a layer and in a category, week by week.</summary>
public sealed record SlotAccuracy(string For, string? ForName, CallScope Scope, CallLayer Layer, ForecastCategory Category, IReadOnlyList<WeekCloseness> Weeks);

/// <summary>All calls of a layer and a category, week by week.</summary>
public sealed record LayerAccuracy(CallLayer Layer, ForecastCategory Category, IReadOnlyList<WeekCloseness> Weeks);

/// <summary>
/// How far a person's first Commit of a quarter, about their own deals or their team, lay below what was closed: the median of (actual − first
/// call) / actual over the quarters, none below four quarters (<see cref="Sandbagging.Enough"/>).
/// </summary>
public sealed record SandbaggingRow(string Person, string? Name, CallScope Scope, int Quarters, decimal? Median);

/// <summary>How near the calls of a period came. Partial while the period has not ended: nothing can be told then.</summary>
public sealed record AccuracyAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, Period Period, string Currency, bool Partial,
    IReadOnlyList<LayerAccuracy> Layers, IReadOnlyList<SlotAccuracy> Rows, IReadOnlyList<SandbaggingRow> Sandbagging)
{
    /// <summary>The version name of these rules.</summary>
    public const string Version = "accuracy/1";
}

/// <summary>Holds the calls of a period that has ended against what was closed at its end.</summary>
public static class CallAccuracy
{
    /// <summary>
    /// Every slot that has a call, in the order of layer, category and person, with the weeks in which one was in force. Amounts are told in the
    /// reporting currency by <paramref name="told"/>; a call that it cannot tell is left out.
    /// </summary>
    public static IReadOnlyList<SlotAccuracy> Of(
        CallBook book, IReadOnlyList<(string Week, DateTimeOffset End)> weeks, Func<Call, decimal?> told, Func<CallSlot, decimal> actual)
    {
        var rows = new List<SlotAccuracy>();
        foreach (var slot in book.All.Select(c => c.Slot).Distinct())
        {
            var closed = actual(slot);
            var inForce = new List<WeekCloseness>();
            foreach (var (week, end) in weeks)
            {
                if (book.InForce(slot, end) is { } call && told(call) is { } amount)
                {
                    inForce.Add(new WeekCloseness(week, end, Closeness.Of([(amount, closed)])));
                }
            }

            if (inForce.Count > 0)
            {
                rows.Add(new SlotAccuracy(slot.For, null, slot.Scope, slot.Layer, slot.Category, inForce));
            }
        }

        return [.. rows.OrderBy(r => r.Layer).ThenByDescending(r => r.Category).ThenBy(r => r.For, StringComparer.Ordinal).ThenBy(r => r.Scope)];
    }

    /// <summary>The same of each layer and category, weighed by amount.</summary>
    public static IReadOnlyList<LayerAccuracy> ByLayer(IReadOnlyList<SlotAccuracy> rows) =>
    [
        .. rows.GroupBy(r => (r.Layer, r.Category)).Select(g => new LayerAccuracy(
            g.Key.Layer, g.Key.Category,
            [
                .. g.SelectMany(r => r.Weeks).GroupBy(w => (w.Week, w.At)).OrderBy(w => w.Key.At)
                    .Select(w => new WeekCloseness(w.Key.Week, w.Key.At, Closeness.Of([.. w.Select(c => (c.Calls.Call, c.Calls.Actual))]))),
            ])),
    ];
}

/// <summary>Finds who states little at first and closes more, again and again (DEFINITIONS 6).</summary>
public static class Sandbagging
{
    /// <summary>How many quarters it takes before a median is told.</summary>
    public const int Enough = 4;

    /// <summary>
    /// The first Commit that each person stated of themselves or their team for each of these quarters; quarters without one, and quarters in
    /// which nothing was closed, do not count.
    /// </summary>
    public static IReadOnlyList<SandbaggingRow> Of(
        CallBook book, IReadOnlyCollection<Period> quarters, Func<Call, decimal?> told, Func<CallSlot, decimal> actual)
    {
        var shares = book.All
            .Where(c => c.By == c.Slot.For && c.Slot.Category == ForecastCategory.Commit && quarters.Contains(c.Slot.Period))
            .GroupBy(c => (c.Slot.For, c.Slot.Scope, c.Slot.Period))
            .Select(g => (g.Key, First: told(g.First()), Actual: actual(g.First().Slot)))
            .Where(g => g is { First: not null, Actual: not 0 });
        return
        [
            .. shares.GroupBy(s => (s.Key.For, s.Key.Scope)).OrderBy(g => g.Key.For, StringComparer.Ordinal).ThenBy(g => g.Key.Scope)
                .Select(g => new SandbaggingRow(
                    g.Key.For, null, g.Key.Scope, g.Count(), g.Count() < Enough ? null : Median([.. g.Select(s => (s.Actual - s.First!.Value) / s.Actual).Order()]))),
        ];
    }

    private static decimal Median(List<decimal> sorted) => ((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2).RoundTo(4);
}
