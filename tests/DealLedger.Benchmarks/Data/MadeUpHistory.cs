using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Naive;

namespace DealLedger.Benchmarks.Data;

/// <summary>
/// Five years of deals with twenty changes each, the same on every machine: 2,000 reps, lives of 60 to 300 days, close dates over 24
/// quarters. Deals that are too young at the end are still open.
/// </summary>
internal sealed class MadeUpHistory
{
    public const int Reps = 2_000;

    private const string Source = "salesforce";

    private readonly IOpportunityEvent[][] _deals;

    public MadeUpHistory(TenantId tenant, int deals)
    {
        Tenant = tenant;
        _deals = new IOpportunityEvent[deals][];
        for (var i = 0; i < deals; i++)
        {
            _deals[i] = DealScript.Tell(i, Reps);
        }
    }

    public static DateTimeOffset Start { get; } = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset End { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateOnly FirstCloseDate { get; } = new(2021, 1, 1);

    public static DateOnly LastCloseDate { get; } = new(2026, 12, 31);

    public TenantId Tenant { get; }

    public int Deals => _deals.Length;

    public static string Deal(int number) => string.Create(CultureInfo.InvariantCulture, $"006BM{number:D13}");

    public static string Rep(int number) => string.Create(CultureInfo.InvariantCulture, $"005BM{number:D13}");

    public static string Account(int number) => string.Create(CultureInfo.InvariantCulture, $"001BM{number:D13}");

    /// <summary>The history in the order of time, so many events at once, as it would have been recorded while it happened.</summary>
    public IEnumerable<List<StreamAppend>> Slices(int events)
    {
        var order = new List<(long At, int Deal, int Index)>(_deals.Length * BenchmarkOptions.ChangesOfADeal);
        for (var deal = 0; deal < _deals.Length; deal++)
        {
            for (var i = 0; i < _deals[deal].Length; i++)
            {
                order.Add((_deals[deal][i].At.UtcTicks, deal, i));
            }
        }

        order.Sort();
        foreach (var slice in order.Chunk(events))
        {
            yield return [.. slice.GroupBy(e => e.Deal).Select(g => new StreamAppend(
                Deal(g.Key), g.First().Index, [], [.. g.Select(e => Prepare(e.Deal, e.Index))]))];
        }
    }

    /// <summary>A deal that has begun, and preferably not ended, at an instant.</summary>
    public int DealOpenBefore(DateTimeOffset instant)
    {
        var alive = Array.FindIndex(_deals, d => d[0].At <= instant && d[^1].At > instant);
        return alive >= 0 ? alive : Array.FindIndex(_deals, d => d[0].At <= instant);
    }

    /// <summary>The history as the naive model reads it. Positions are made up: no answer depends on them here.</summary>
    public List<DealEvent> Log()
    {
        var log = new List<DealEvent>(_deals.Length * BenchmarkOptions.ChangesOfADeal);
        for (var deal = 0; deal < _deals.Length; deal++)
        {
            for (var i = 0; i < _deals[deal].Length; i++)
            {
                log.Add(new DealEvent(Deal(deal), new RecordedEvent(log.Count + 1, i + 1, Guid.Empty, _deals[deal][i], End, Change(deal, i), Source, "")));
            }
        }

        return log;
    }

    private NewEvent Prepare(int deal, int index)
    {
        var e = _deals[deal][index];
        var change = Change(deal, index);
        return new NewEvent(EventId.Derive(Tenant, Source, change, EventJson.TypeName(e)), e, change, Source, change);
    }

    private static string Change(int deal, int index) => string.Create(CultureInfo.InvariantCulture, $"008BM{deal:D9}{index:D4}");
}
