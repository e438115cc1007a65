using System.Globalization;
using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Benchmarks.Data;

/// <summary>One more change for one deal after the other, prepared outside the clock, with the version that each deal has by then.</summary>
internal sealed class AppendPlan(MadeUpHistory history)
{
    private const string Source = "benchmark";

    private readonly Dictionary<int, long> _versions = [];
    private int _next;

    /// <summary>The next appends, each to another deal.</summary>
    public List<StreamAppend> Take(int count)
    {
        var appends = new List<StreamAppend>(count);
        for (var i = 0; i < count; i++)
        {
            var number = _next++;
            var deal = history.Deals[number % history.Deals.Count];
            var version = _versions.GetValueOrDefault(deal, BenchmarkOptions.ChangesOfADeal);
            _versions[deal] = version + 1;
            var e = new AmountChanged(null, number + 0.25m, MadeUpHistory.End.AddSeconds(number), Staff.Rep(number % Staff.Reps));
            appends.Add(new StreamAppend(
                MadeUpHistory.Deal(deal), version, [], [MadeUpHistory.Prepare(e, Source, string.Create(CultureInfo.InvariantCulture, $"live-{number}"))]));
        }

        return appends;
    }

    /// <summary>The next appends as raw rows.</summary>
    public List<RawRow> TakeRaw(int count) => [.. Take(count).Select(RawLog.Render)];
}
