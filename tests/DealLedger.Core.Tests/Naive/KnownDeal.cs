using System.Text;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;

namespace DealLedger.Core.Tests.Naive;

/// <summary>A change of a deal as the read model answers it.</summary>
internal sealed record KnownChange(DateTimeOffset At, int Place, DealView? Before, DealView After, int? PushDays, int TimesPushed)
{
    public ViewStep View => new(At, Before, After);
}

/// <summary>
/// A deal as a query finds it at a position: from its change rows, or by folding the log where only a part of a change was recorded then.
/// </summary>
internal sealed class KnownDeal
{
    private readonly List<ChangeRow> _rows;
    private readonly Timeline? _folded;
    private readonly long _known;

    private KnownDeal(string id, List<ChangeRow> rows, Timeline? folded, long known)
    {
        (Id, _rows, _folded, _known) = (id, rows, folded, known);
    }

    public string Id { get; }

    public bool IsFolded => _folded is not null;

    public static List<KnownDeal> AllOf(History history, long known) => [.. history.DealIds.Select(id => Of(history, id, known))];

    public static KnownDeal Of(History history, string id, long known)
    {
        var events = history.Of(id);
        var rows = ChangeRows.Of(id, events);
        var inPart = rows.Exists(r => r.RunFrom <= known && known < r.KnownFrom);
        return new KnownDeal(
            id,
            [.. rows.Where(r => r.KnownFrom <= known && known < r.KnownTo)],
            inPart ? Timeline.Of(id, events.Where(e => e.Position <= known)) : null,
            known);
    }

    /// <summary>Every state that the read model would answer with; more than one is a fault.</summary>
    public List<DealView> StatesAt(DateTimeOffset asOf) => _folded is null
        ? [.. _rows.Where(r => r.At <= asOf && (r.ValidTo is null || asOf < r.ValidTo || r.EndedBy > _known)).Select(r => r.After)]
        : [.. DealView.Of(_folded.StateAt(asOf)) is { } state ? [state] : Array.Empty<DealView>()];

    public DealView? At(DateTimeOffset asOf) => StatesAt(asOf) is [var state, ..] ? state : null;

    /// <summary>Its changes in a window, in business order.</summary>
    public List<KnownChange> Within(DateTimeOffset from, DateTimeOffset to)
    {
        var changes = _folded is null
            ? _rows.Select(r => new KnownChange(r.At, r.Tie, r.Before, r.After, r.PushDays, r.TimesPushed))
            : _folded.Changes.Where(c => c.After is not null).Select((c, place) =>
                new KnownChange(c.At, place, DealView.Of(c.Before), DealView.Of(c.After)!, c.PushDays, c.After!.TimesPushed));
        return
        [
            .. changes.Where(c => c.At > from && c.At <= to)
                .OrderBy(c => c.At).ThenBy(c => c.Place),
        ];
    }
}
