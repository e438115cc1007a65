using DealLedger.Core.Ledger;

namespace DealLedger.Core.FollowUps;

/// <summary>
/// A follow-up as of an instant: whose team's it is, what is to be done (a reference to a text), by whom and by which day, about which deal, since
/// when, and, once it is closed, since when, by whom and with what result (a reference). Positions are those of its first event and its last one.
/// </summary>
public sealed record FollowUp(
    string Id, string? Team, string? Note, string Owner, DateOnly Due, string? Deal, DateTimeOffset OpenedAt, string OpenedBy, DateTimeOffset? ClosedAt,
    string? ClosedBy, string? Result, long OpenedPosition, long Position)
{
    /// <summary>Whether it is to be done still.</summary>
    public bool IsOpen => ClosedAt is null;

    /// <summary>The follow-up after its facts, in the order of business time; none where they do not begin with an opening that says who is to do it by when.</summary>
    public static FollowUp? Of(IEnumerable<RecordedFact> facts)
    {
        FollowUp? state = null;
        foreach (var fact in facts)
        {
            state = Apply(state, fact);
        }

        return state;
    }

    // Total: what does not fit, such as a second closing, has no effect.
    private static FollowUp? Apply(FollowUp? state, RecordedFact fact) => (state, fact.Data) switch
    {
        (null, FollowUpOpened { Owner: { } owner } e) when e.Due != default =>
            new FollowUp(fact.Stream.Id, e.Team, e.Note, owner, e.Due, e.Deal, e.At, e.By, null, null, null, fact.Position, fact.Position),
        ({ IsOpen: true } open, FollowUpReassigned { To: { } to }) => open with { Owner = to, Position = fact.Position },
        ({ IsOpen: true } open, FollowUpDueMoved e) when e.To != default => open with { Due = e.To, Position = fact.Position },
        ({ IsOpen: true } open, FollowUpClosed e) => open with { ClosedAt = e.At, ClosedBy = e.By, Result = e.Note, Position = fact.Position },
        _ => state,
    };
}

/// <summary>The follow-ups that were recorded, over time.</summary>
public sealed class FollowUpBook
{
    private readonly List<List<RecordedFact>> _streams;

    private FollowUpBook(List<List<RecordedFact>> streams) => _streams = streams;

    /// <summary>The follow-ups that these facts tell, in whatever order they come.</summary>
    public static FollowUpBook Of(IEnumerable<RecordedFact> facts) => new(
    [
        .. facts.Where(f => f.Data is FollowUpEvent).GroupBy(f => f.Stream.Id, StringComparer.Ordinal)
            .Select(s => s.Order(Comparer<RecordedFact>.Create(RecordedFact.Compare)).ToList()),
    ]);

    /// <summary>The follow-ups as of an instant: those to be done by the day that they are due on, then those closed, the latest first.</summary>
    public IReadOnlyList<FollowUp> At(DateTimeOffset asOf)
    {
        var all = _streams.Select(s => FollowUp.Of(s.TakeWhile(f => f.Data.At <= asOf))).OfType<FollowUp>().ToLookup(f => f.IsOpen);
        return
        [
            .. all[true].OrderBy(f => f.Due).ThenBy(f => f.OpenedPosition),
            .. all[false].OrderByDescending(f => f.ClosedAt).ThenByDescending(f => f.Position),
        ];
    }
}
