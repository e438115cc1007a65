using System.Text;
using DealLedger.Core.Ledger;

namespace DealLedger.Naive;

/// <summary>An event and the deal that it is about.</summary>
public sealed record DealEvent(string DealId, RecordedEvent Event);

/// <summary>One change with the states around it.</summary>
public sealed record NaiveChange(
    DateTimeOffset At, string Order, IReadOnlyList<RecordedEvent> Events, NaiveState? Before, NaiveState? After, int? PushDays);

/// <summary>A deal as known at a position: everything is folded anew from the log, every time.</summary>
public sealed record NaiveDeal(string Id, IReadOnlyList<NaiveChange> Changes)
{
    /// <summary>Every deal that the log tells of up to a position, that one included.</summary>
    public static List<NaiveDeal> AllOf(IEnumerable<DealEvent> log, long known)
    {
        var deals = new List<NaiveDeal>();
        foreach (var deal in log.Where(e => e.Event.Position <= known).GroupBy(e => e.DealId))
        {
            deals.Add(Of(deal.Key, [.. deal.Select(e => e.Event).OrderBy(e => e.Position)]));
        }

        return deals;
    }

    /// <summary>The deal at an instant, or none where it was not opened yet.</summary>
    public NaiveState? At(DateTimeOffset asOf)
    {
        NaiveState? state = null;
        foreach (var change in Changes)
        {
            if (change.At <= asOf)
            {
                state = change.After;
            }
        }

        return state;
    }

    /// <summary>The changes of the deal inside a window, once there is a deal.</summary>
    public List<NaiveChange> Within(DateTimeOffset from, DateTimeOffset to) =>
        [.. Changes.Where(c => c.At > from && c.At <= to && c.After is not null)];

    private static NaiveDeal Of(string id, List<RecordedEvent> events)
    {
        var groups = new List<List<RecordedEvent>>();
        foreach (var e in events)
        {
            var together = groups.Find(g => e.CorrelationId is not null && g[0].CorrelationId == e.CorrelationId && g[0].Data.At == e.Data.At);
            if (together is null)
            {
                groups.Add([e]);
            }
            else
            {
                together.Add(e);
            }
        }

        groups.Sort(InBusinessOrder);
        var changes = new List<NaiveChange>();
        NaiveState? state = null;
        foreach (var group in groups)
        {
            var before = state;
            state = state?.Copy();
            foreach (var e in group)
            {
                if (state is not null)
                {
                    state.Take(e.Data);
                }
                else if (e.Data is Core.Opportunities.OpportunityOpened opened)
                {
                    state = NaiveState.Opened(opened);
                }
            }

            var days = PushDays(before, state);
            if (days > 0)
            {
                state!.TimesPushed++;
            }

            changes.Add(new NaiveChange(group[0].Data.At, group[0].Order, group, before, state, days));
        }

        return new NaiveDeal(id, changes);
    }

    private static int? PushDays(NaiveState? before, NaiveState? after)
    {
        if (before is null || after is null || before.Outcome != "open" || after.Outcome != "open")
        {
            return null;
        }

        if (before.CloseDate is null || after.CloseDate is null || before.CloseDate == after.CloseDate)
        {
            return null;
        }

        return (after.CloseDate.Value.ToDateTime(TimeOnly.MinValue) - before.CloseDate.Value.ToDateTime(TimeOnly.MinValue)).Days;
    }

    private static int InBusinessOrder(List<RecordedEvent> a, List<RecordedEvent> b)
    {
        if (a[0].Data.At != b[0].Data.At)
        {
            return a[0].Data.At < b[0].Data.At ? -1 : 1;
        }

        var order = Encoding.UTF8.GetBytes(a[0].Order).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b[0].Order));
        return order != 0 ? order : a[0].Position.CompareTo(b[0].Position);
    }
}
