using System.Runtime.InteropServices;
using DealLedger.Core.Forecasting;

namespace DealLedger.Core.Slippage;

/// <summary>
/// When the pushes of a window were made, rep by rep, and on which deals; its grouping and its basis make no difference. At most so many deals are
/// listed, those after a rank where the list goes on. Deals rank by how often they were pushed over their lives.
/// </summary>
public sealed record PushesQuestion(SlippageQuestion Slippage, int Limit = PushesQuestion.DefaultLimit, DealRank? After = null)
{
    /// <summary>How many deals are listed unless asked otherwise.</summary>
    public const int DefaultLimit = 50;

    /// <summary>How many deals one answer lists at the most.</summary>
    public const int MaxLimit = 10_000;
}

/// <summary>The pushes of a rep in a window, and in each of its weeks; the weeks add up to less where the window has more of them than are told.</summary>
public sealed record PushRow(string Key, string Name, long Pushes, IReadOnlyList<long> Weeks);

/// <summary>What was added, summed up: the weeks, the reps with the most pushes, how many reps pushed, and the ids of the deals listed.</summary>
public sealed record PushFigures(
    long Pushes, IReadOnlyList<PushWeek> Weeks, IReadOnlyList<PushRow> Rows, long RepsTotal, IReadOnlyList<string> Deals, long DealsTotal, DealRank? Next);

/// <summary>Counts pushes by rep and week, and keeps the deals that were pushed most often (DEFINITIONS 5). Weeks come in their order, without a gap.</summary>
public sealed class PushesBuilder(IReadOnlyList<PushWeek> weeks, int limit = PushesQuestion.DefaultLimit, DealRank? after = null)
{
    /// <summary>How many reps have a row at the most.</summary>
    public const int MostRows = 50;

    private readonly Dictionary<string, long[]> _reps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _deals = new(StringComparer.Ordinal);

    /// <summary>Adds a move of the window: every deal that it moved is listed, pushes alone are counted.</summary>
    public void Add(DateMove move)
    {
        ref var times = ref CollectionsMarshal.GetValueRefOrAddDefault(_deals, move.OpportunityId, out _);
        times = Math.Max(times, move.TimesPushed);
        if (move.Days < 0)
        {
            return;
        }

        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_reps, move.Owner ?? "", out _);
        counts ??= new long[weeks.Count + 1];
        counts[WeekOf(move.At)]++;
    }

    /// <summary>What was added, summed up.</summary>
    public PushFigures Figures()
    {
        var first = new FirstDeals<string>(limit, after);
        foreach (var (id, times) in _deals)
        {
            first.Add(new DealRank(times, id), id);
        }

        var (deals, next) = first.Take();
        var rows = _reps.Select(r => new PushRow(r.Key, r.Key, r.Value.Sum(), r.Value[..^1]))
            .OrderByDescending(r => r.Pushes).ThenBy(r => r.Key, StringComparer.Ordinal).Take(MostRows);
        return new PushFigures(
            _reps.Values.Sum(counts => counts.Sum()), [.. weeks.Select((week, at) => week with { Pushes = _reps.Values.Sum(counts => counts[at]) })],
            [.. rows], _reps.Count, deals.ConvertAll(d => d.Deal), _deals.Count, next);
    }

    // The last place is that of all instants outside of the weeks.
    private int WeekOf(DateTimeOffset at)
    {
        var (low, high) = (0, weeks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = weeks[middle].To < at ? (middle + 1, high) : (low, middle);
        }

        return low < weeks.Count && at > weeks[low].From ? low : weeks.Count;
    }
}
