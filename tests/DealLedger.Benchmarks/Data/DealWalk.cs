using DealLedger.Core.Opportunities;

namespace DealLedger.Benchmarks.Data;

/// <summary>A deal on its way through time: its state at one instant after the other, by the ledger's own fold.</summary>
internal sealed class DealWalk
{
    private readonly string _id;
    private readonly IOpportunityEvent[] _ahead;
    private int _next;

    /// <summary>A deal at an instant, and what happens to it from there up to another one.</summary>
    public DealWalk(string id, IOpportunityEvent[] events, DateTimeOffset from, DateTimeOffset to)
    {
        _id = id;
        _ahead = [.. events.Where(e => e.At <= from)];
        At(from);
        (_ahead, _next) = ([.. events.Where(e => e.At > from && e.At <= to)], 0);
    }

    /// <summary>Its state now; none before it was opened.</summary>
    public Opportunity? State { get; private set; }

    /// <summary>Walks on to an instant that is not before the last one.</summary>
    public Opportunity? At(DateTimeOffset instant)
    {
        while (_next < _ahead.Length && _ahead[_next].At <= instant)
        {
            State = Opportunity.Apply(State, _id, _ahead[_next++]);
        }

        return State;
    }
}
