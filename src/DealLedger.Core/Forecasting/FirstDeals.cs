namespace DealLedger.Core.Forecasting;

/// <summary>Keeps the first of many deals by their rank, after a rank where the list goes on; its memory is that of the deals kept.</summary>
internal sealed class FirstDeals<T>(int limit, DealRank? after)
{
    // The last in rank is the first to give way.
    private readonly PriorityQueue<(DealRank Rank, T Deal), DealRank> _first = new(Comparer<DealRank>.Create((a, b) => b.CompareTo(a)));

    private long _ranked;

    /// <summary>Adds a deal; deals come in any order, each of them once.</summary>
    public void Add(DealRank rank, T deal)
    {
        if (rank <= after)
        {
            return;
        }

        _ranked++;
        if (_first.Count < limit)
        {
            _first.Enqueue((rank, deal), rank);
        }
        else
        {
            _first.EnqueueDequeue((rank, deal), rank);
        }
    }

    /// <summary>Takes the deals out, in order, with the rank after which the list goes on if it does.</summary>
    public (List<(DealRank Rank, T Deal)> Deals, DealRank? Next) Take()
    {
        var deals = new List<(DealRank Rank, T Deal)>(_first.Count);
        while (_first.TryDequeue(out var deal, out _))
        {
            deals.Add(deal);
        }

        deals.Reverse();
        return (deals, _ranked > deals.Count ? deals[^1].Rank : null);
    }
}
