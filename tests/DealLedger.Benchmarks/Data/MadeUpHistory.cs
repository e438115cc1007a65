using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Naive;

namespace DealLedger.Benchmarks.Data;

/// <summary>
/// Five years of deals with twenty changes each, the same on every machine: lives of 60 to 300 days, close dates over 24 quarters. Deals
/// that are too young at the end are still open. A deal is told anew whenever it is needed, so that the history never lies in memory.
/// </summary>
internal sealed class MadeUpHistory(IReadOnlyList<int> deals)
{
    private const string Source = "salesforce";

    // As much of the history as is told at once to bring it into the order of time.
    private static readonly TimeSpan Span = TimeSpan.FromDays(30);

    public static DateTimeOffset Start { get; } = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset End { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateOnly FirstCloseDate { get; } = new(2021, 1, 1);

    public static DateOnly LastCloseDate { get; } = new(2026, 12, 31);

    /// <summary>The numbers of its deals, each of which stands for one and the same story in every history.</summary>
    public IReadOnlyList<int> Deals => deals;

    public int Events => deals.Count * BenchmarkOptions.ChangesOfADeal;

    /// <summary>The history of so many deals.</summary>
    public static MadeUpHistory Of(int deals) => new([.. Enumerable.Range(0, deals)]);

    public static string Deal(int number) => string.Create(CultureInfo.InvariantCulture, $"006BM{number:D13}");

    public static string Account(int number) => string.Create(CultureInfo.InvariantCulture, $"001BM{number:D13}");

    /// <summary>Whole deals in the order of their ids, about so many events at once.</summary>
    public IEnumerable<List<StreamAppend>> WholeDeals(int events) => deals.Chunk(events / BenchmarkOptions.ChangesOfADeal)
        .Select(chunk => chunk.Select(d => new StreamAppend(Deal(d), 0, [], [.. DealScript.Of(d).Select((e, i) => Prepare(d, i, e))])).ToList());

    /// <summary>The history in the order of time, so many events at once, as it would have been recorded while it happened.</summary>
    public IEnumerable<List<StreamAppend>> Slices(int events)
    {
        var lives = deals.Select(DealScript.Of).Select(d => (Begin: d[0].At, End: d[^1].At)).ToArray();
        for (var from = Start; from < End; from += Span)
        {
            var told = new List<(DateTimeOffset At, int Deal, int Index, IOpportunityEvent Event)>();
            for (var i = 0; i < lives.Length; i++)
            {
                if (lives[i].Begin < from + Span && lives[i].End >= from)
                {
                    told.AddRange(DealScript.Of(deals[i]).Select((e, index) => (e.At, deals[i], index, e)).Where(e => e.At >= from && e.At < from + Span));
                }
            }

            told.Sort((a, b) => (a.At, a.Deal, a.Index).CompareTo((b.At, b.Deal, b.Index)));
            foreach (var slice in told.Chunk(events))
            {
                yield return [.. slice.GroupBy(e => e.Deal).Select(g => new StreamAppend(
                    Deal(g.Key), g.First().Index, [], [.. g.Select(e => Prepare(e.Deal, e.Index, e.Event))]))];
            }
        }
    }

    /// <summary>The deals that matter to a question as the naive model knows them, their owners replaced by whoever is to stand for them.</summary>
    public List<NaiveDeal> Fold(Func<IOpportunityEvent[], bool> matters, Func<string, string>? standIn = null)
    {
        var folded = new List<NaiveDeal>();
        foreach (var deal in deals)
        {
            var events = DealScript.Of(deal);
            if (matters(events))
            {
                folded.AddRange(NaiveDeal.AllOf(events.Select((e, i) => Record(deal, i, standIn is null ? e : Replace(e, standIn))), long.MaxValue));
            }
        }

        return folded;
    }

    /// <summary>All deals as they stood at an instant, to be walked on from there up to another one.</summary>
    public IEnumerable<DealWalk> Walks(DateTimeOffset from, DateTimeOffset to) => deals.Select(d => new DealWalk(Deal(d), DealScript.Of(d), from, to));

    /// <summary>On how many days all deals together were there at the day's end, up to the history's end: the rows of a daily snapshot.</summary>
    public long DealDays() => deals.Sum(d => (long)(End - DealScript.Of(d)[0].At).TotalDays + 1);

    /// <summary>An event with the id that its source gives it.</summary>
    public static NewEvent Prepare(IOpportunityEvent e, string source, string change) =>
        new(EventId.Derive(MeasuredLedger.Tenant, source, change, EventJson.TypeName(e)), e, change, source, change);

    private static NewEvent Prepare(int deal, int index, IOpportunityEvent e) => Prepare(e, Source, Change(deal, index));

    // Positions are made up: no answer depends on them here.
    private static DealEvent Record(int deal, int index, IOpportunityEvent e) =>
        new(Deal(deal), new RecordedEvent(index + 1, index + 1, Guid.Empty, e, End, Change(deal, index), Source, ""));

    private static IOpportunityEvent Replace(IOpportunityEvent e, Func<string, string> standIn) => e switch
    {
        OpportunityOpened opened => opened with { Owner = standIn(opened.Owner!) },
        OwnerChanged changed => changed with { From = standIn(changed.From!), To = standIn(changed.To!) },
        _ => e,
    };

    private static string Change(int deal, int index) => string.Create(CultureInfo.InvariantCulture, $"008BM{deal:D9}{index:D4}");
}
