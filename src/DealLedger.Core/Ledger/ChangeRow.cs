using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Ledger;

/// <summary>
/// A change as the read model keeps it, on both time axes: the positions between which the ledger believed it
/// (<see cref="KnownFrom"/> inclusive, <see cref="KnownTo"/> exclusive) and the instants between which its after-state held
/// (<see cref="At"/> inclusive, <see cref="ValidTo"/> exclusive, known since position <see cref="EndedBy"/>).
/// At positions from <see cref="RunFrom"/> up to, but without, <see cref="KnownFrom"/> only a part of the change was recorded:
/// a question about such a position folds the deal from the log. Tie counts the changes of the deal that come before it at the same instant.
/// Name and account are the deal's where this change told them, empty where it took them away. Overrides says whether one of its events puts an override
/// on the category.
/// </summary>
public sealed record ChangeRow(
    string OpportunityId, long FirstPosition, long LastPosition, long RunFrom, long KnownFrom, DateTimeOffset At, int Tie,
    DealView? Before, DealView After, int? PushDays, int TimesPushed, string? Name, string? Account, bool Overrides)
{
    /// <summary>"Still": the end of what is believed now.</summary>
    public const long Still = long.MaxValue;

    /// <summary>The position from which it was no longer believed so.</summary>
    public long KnownTo { get; internal set; } = Still;

    /// <summary>When the next change of the deal happened, or none.</summary>
    public DateTimeOffset? ValidTo { get; internal set; }

    /// <summary>The position from which <see cref="ValidTo"/> was known; <see cref="Still"/> while there is none.</summary>
    public long EndedBy { get; internal set; } = Still;

    /// <summary>A row as it was stored, with the ends of its intervals.</summary>
    public static ChangeRow Stored(ChangeRow row, long knownTo, DateTimeOffset? validTo, long endedBy) =>
        row with { KnownTo = knownTo, ValidTo = validTo, EndedBy = endedBy };
}

/// <summary>Folds the log of one deal into change rows. The one fold that live projection, import, rebuild and verification share.</summary>
public static class ChangeRows
{
    /// <summary>
    /// Every row that a deal's events give, those no longer believed included. The result depends on the events and their positions
    /// alone, never on the batches in which they were read.
    /// </summary>
    public static List<ChangeRow> Of(string opportunityId, IReadOnlyList<RecordedEvent> eventsInOrderOfRecording)
    {
        var timeline = new Timeline(opportunityId);
        var current = new Dictionary<Change, ChangeRow>();
        var rows = new List<ChangeRow>();
        foreach (var run in Runs(eventsInOrderOfRecording))
        {
            var touched = timeline.Add(run);
            for (var i = Math.Max(0, touched - 1); i < timeline.Changes.Count; i++)
            {
                Believe(timeline, i, run[0].Position, run[^1].Position, current, rows);
            }
        }

        return rows;
    }

    private static void Believe(
        Timeline timeline, int index, long runFrom, long position, Dictionary<Change, ChangeRow> current, List<ChangeRow> rows)
    {
        var change = timeline.Changes[index];
        if (change.After is null)
        {
            return;
        }

        DateTimeOffset? validTo = index + 1 < timeline.Changes.Count ? timeline.Changes[index + 1].At : null;
        var row = new ChangeRow(
            timeline.OpportunityId, change.FirstPosition, change.Events[^1].Position, runFrom, position, change.At, Tie(timeline, index),
            DealView.Of(change.Before), DealView.Of(change.After)!, change.PushDays, change.After.TimesPushed,
            change.After.Name == change.Before?.Name ? null : change.After.Name ?? "",
            change.After.Account == change.Before?.Account ? null : change.After.Account ?? "", change.Events.Exists(e => e.Data is CategoryOverridden))
        {
            ValidTo = validTo,
            EndedBy = validTo is null ? ChangeRow.Still : position,
        };

        if (current.TryGetValue(change, out var old))
        {
            var same = row with { RunFrom = old.RunFrom, KnownFrom = old.KnownFrom, ValidTo = old.ValidTo, EndedBy = old.EndedBy } == old;
            if (same && old.ValidTo == validTo)
            {
                return;
            }

            if (same && old.ValidTo is null)
            {
                old.ValidTo = validTo;
                old.EndedBy = position;
                return;
            }

            old.KnownTo = position;
        }

        current[change] = row;
        rows.Add(row);
    }

    private static int Tie(Timeline timeline, int index)
    {
        var first = index;
        while (first > 0 && timeline.Changes[first - 1].At == timeline.Changes[index].At)
        {
            first--;
        }

        return index - first;
    }

    // Our writers record a change at consecutive positions in one transaction; events of a change that others spread out become known bit by bit.
    private static IEnumerable<List<RecordedEvent>> Runs(IReadOnlyList<RecordedEvent> events)
    {
        List<RecordedEvent>? run = null;
        foreach (var e in events)
        {
            if (run is not null && run[^1].Position + 1 == e.Position && run[^1].Change == e.Change)
            {
                run.Add(e);
                continue;
            }

            if (run is not null)
            {
                yield return run;
            }

            run = [e];
        }

        if (run is not null)
        {
            yield return run;
        }
    }
}
