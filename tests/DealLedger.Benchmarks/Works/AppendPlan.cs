using System.Globalization;
using DealLedger.Benchmarks.Data;
using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Postgres;

namespace DealLedger.Benchmarks.Works;

/// <summary>One more change for one deal after the other, prepared outside the clock, with the version that each deal has by then.</summary>
internal sealed class AppendPlan
{
    private const string Source = "benchmark";

    private readonly Workbench _bench;
    private readonly Dictionary<int, long> _versions = [];
    private int _next;

    private AppendPlan(Workbench bench) => _bench = bench;

    /// <summary>A plan over deals as they stand in the ledger or in the raw tables, which both hold the same history.</summary>
    public static AppendPlan For(Workbench bench) => new(bench);

    /// <summary>The next appends, each to another deal.</summary>
    public List<StreamAppend> Take(int count)
    {
        var appends = new List<StreamAppend>(count);
        for (var i = 0; i < count; i++)
        {
            var number = _next++;
            var deal = number % _bench.History.Deals;
            var version = _versions.GetValueOrDefault(deal, BenchmarkOptions.ChangesOfADeal);
            _versions[deal] = version + 1;
            var change = string.Create(CultureInfo.InvariantCulture, $"live-{number}");
            var e = new AmountChanged(null, number + 0.25m, MadeUpHistory.End.AddSeconds(number), MadeUpHistory.Rep(number % MadeUpHistory.Reps));
            appends.Add(new StreamAppend(
                MadeUpHistory.Deal(deal), version, [], [new NewEvent(EventId.Derive(Workbench.Tenant, Source, change, "amount_changed"), e, change, Source, change)]));
        }

        return appends;
    }

    /// <summary>The next appends as raw rows.</summary>
    public List<RawRow> TakeRaw(int count) => [.. Take(count).Select(a => RawLog.Render(a.Stream.Id, a.ExpectedVersion + 1, a.Events[0], position: 0))];
}
