using DealLedger.Core.Ledger;

namespace DealLedger.Core.Opportunities;

/// <summary>
/// One change of an opportunity: what one source record or one command did, in the order of its events, with the state before and after
/// (none before the deal was opened). It is split and judged as one (DEFINITIONS 1).
/// </summary>
public sealed class Change
{
    internal Change(ChangeKey key, RecordedEvent first)
    {
        Key = key;
        At = first.Data.At;
        Order = first.Order;
        FirstPosition = first.Position;
        Events = [first];
    }

    /// <summary>What its events have in common.</summary>
    public ChangeKey Key { get; }

    /// <summary>When it happened in the business, in UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The source's own order of ties.</summary>
    public string Order { get; }

    /// <summary>The position of its first event, which names the change within the deal.</summary>
    public long FirstPosition { get; }

    /// <summary>Its events in the order of recording.</summary>
    public List<RecordedEvent> Events { get; }

    /// <summary>The state just before it.</summary>
    public Opportunity? Before { get; private set; }

    /// <summary>The state just after it.</summary>
    public Opportunity? After { get; private set; }

    /// <summary>
    /// By how many days it moved the close date of a deal that is open before and after: positive is a push, negative a pull-in,
    /// none is neither (DEFINITIONS 5).
    /// </summary>
    public int? PushDays { get; private set; }

    /// <summary>Orders the changes of one deal: by instant, then by the source's order, then by recording (DEFINITIONS 2).</summary>
    public static int Compare(Change a, Change b)
    {
        var byInstant = a.At.UtcTicks.CompareTo(b.At.UtcTicks);
        if (byInstant != 0)
        {
            return byInstant;
        }

        var byOrder = ByteOrder.Compare(a.Order, b.Order);
        return byOrder != 0 ? byOrder : a.FirstPosition.CompareTo(b.FirstPosition);
    }

    internal void Fold(string id, Opportunity? before)
    {
        var state = before;
        foreach (var e in Events)
        {
            state = Opportunity.Apply(state, id, e.Data);
        }

        PushDays = before is { Outcome: Outcome.Open, CloseDate: { } from } && state is { Outcome: Outcome.Open, CloseDate: { } to } && from != to
            ? to.DayNumber - from.DayNumber
            : null;
        Before = before;
        After = PushDays > 0 ? state! with { TimesPushed = state.TimesPushed + 1 } : state;
    }
}

/// <summary>The history of one opportunity, its changes in business order, each with the state before and after.</summary>
public sealed class Timeline(string opportunityId)
{
    private readonly List<Change> _changes = [];
    private readonly Dictionary<ChangeKey, Change> _byKey = [];

    /// <summary>The opportunity's id.</summary>
    public string OpportunityId { get; } = opportunityId;

    /// <summary>Its changes in business order.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>The timeline of these events, whatever their order.</summary>
    public static Timeline Of(string opportunityId, IEnumerable<RecordedEvent> events)
    {
        var timeline = new Timeline(opportunityId);
        foreach (var e in events.OrderBy(e => e.Position))
        {
            timeline.Place(e);
        }

        timeline.FoldFrom(0);
        return timeline;
    }

    /// <summary>The state after every change up to an instant (inclusive), or none when the deal was not open yet.</summary>
    public Opportunity? StateAt(DateTimeOffset asOf)
    {
        var last = _changes.FindLastIndex(c => c.At <= asOf);
        return last < 0 ? null : _changes[last].After;
    }

    /// <summary>Adds events that were recorded after all it has, which come in the order of recording; returns the index of the first change that this touches.</summary>
    internal int Add(IEnumerable<RecordedEvent> events)
    {
        var first = int.MaxValue;
        foreach (var e in events)
        {
            first = Math.Min(first, Place(e));
        }

        FoldFrom(first);
        return first;
    }

    private int Place(RecordedEvent e)
    {
        var key = e.Change;
        if (_byKey.TryGetValue(key, out var known))
        {
            known.Events.Add(e);
            return _changes.LastIndexOf(known);
        }

        var change = new Change(key, e);
        _byKey.Add(key, change);
        var index = _changes.Count;
        while (index > 0 && Change.Compare(_changes[index - 1], change) > 0)
        {
            index--;
        }

        _changes.Insert(index, change);
        return index;
    }

    private void FoldFrom(int index)
    {
        for (var i = index; i < _changes.Count; i++)
        {
            _changes[i].Fold(OpportunityId, i == 0 ? null : _changes[i - 1].After);
        }
    }
}
