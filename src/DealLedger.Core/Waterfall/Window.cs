using DealLedger.Core.Currencies;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;

namespace DealLedger.Core.Waterfall;

/// <summary>One change of a deal: when it happened, and the states that it led from and to.</summary>
public readonly record struct ViewStep(DateTimeOffset At, DealView? Before, DealView After);

/// <summary>
/// One change inside a window, of the deal itself (the place of its step) or of what it is seen through (the hierarchy above its owner,
/// the rate of its currency): the states and the lenses that it led from and to.
/// </summary>
public readonly record struct ViewChange(DealView? Before, DealView After, Lens Was, Lens Is, int Step, LensMove? Move);

/// <summary>The span of a comparison, its first instant exclusive, with the hierarchy and the rates over it.</summary>
public sealed class Window
{
    private readonly List<(LensMove Move, Lens After)> _moves;
    private readonly HashSet<string> _movedOwners;
    private readonly HashSet<string> _movedCurrencies;

    /// <summary>A window between two instants in UTC.</summary>
    public Window(DateTimeOffset from, DateTimeOffset to, LensOverTime lenses)
    {
        (From, To) = (from, to);
        (AtStart, AtEnd) = (lenses.At(from), lenses.At(to));
        _moves = [.. lenses.MovesIn(from, to).Select(m => (m, lenses.At(m.At)))];
        Moved = (lenses.Teams.OwnersMovedIn(from, to), [.. RateMoves.Select(r => r.Currency).Distinct().Order(StringComparer.Ordinal)]);
        (_movedOwners, _movedCurrencies) = (new HashSet<string>(Moved.Owners, StringComparer.Ordinal), new HashSet<string>(Moved.Currencies, StringComparer.Ordinal));
    }

    /// <summary>The first instant, which is not in it.</summary>
    public DateTimeOffset From { get; }

    /// <summary>The last instant.</summary>
    public DateTimeOffset To { get; }

    /// <summary>The hierarchy and the rates at the first instant.</summary>
    public Lens AtStart { get; }

    /// <summary>The hierarchy and the rates at the last instant.</summary>
    public Lens AtEnd { get; }

    /// <summary>The owners who came into other teams inside the window, and the currencies whose rate changed: deals of both changed without an event.</summary>
    public (IReadOnlyList<string> Owners, IReadOnlyList<string> Currencies) Moved { get; }

    /// <summary>Whether an owner came into other teams inside the window.</summary>
    public bool HasMoved(string? owner) => owner is not null && _movedOwners.Contains(owner);

    /// <summary>The moves at the last instant in the window at which an owner came into other teams; none when the owner did not.</summary>
    public IReadOnlyList<LineMove> LastRealignment(string? owner)
    {
        IReadOnlyList<LineMove> last = [];
        var was = AtStart.Teams;
        foreach (var (move, after) in _moves)
        {
            last = was.TeamsOf(owner).SequenceEqual(after.Teams.TeamsOf(owner)) ? last : move.Lines;
            was = after.Teams;
        }

        return last;
    }

    /// <summary>The last change of a currency's rate in the window; none when it did not change.</summary>
    public RateMove? LastRateMove(string? currency) => RateMoves.LastOrDefault(r => r.Currency == currency);

    /// <summary>
    /// The changes of a deal with those of the hierarchy above its owner and of its currency's rate, in the order of time (DEFINITIONS 4:
    /// moves in the hierarchy and changes of rates are changes too). At one instant the deal's own come first, as in a split.
    /// </summary>
    public List<ViewChange> Changes(DealView? first, IReadOnlyList<ViewStep> steps)
    {
        var changes = new List<ViewChange>(steps.Count);
        Changes(first, steps, changes);
        return changes;
    }

    /// <summary>Puts the changes of a deal into a list in place of what it holds.</summary>
    public void Changes(DealView? first, IReadOnlyList<ViewStep> steps, List<ViewChange> changes)
    {
        changes.Clear();
        var (state, lens, next) = (first, AtStart, 0);
        foreach (var (move, after) in MayMove(first, steps) ? _moves : [])
        {
            AddSteps(move.At);
            if (state is not null && lens.Differs(state, after))
            {
                changes.Add(new ViewChange(state, state, lens, after, -1, move));
            }

            lens = after;
        }

        AddSteps(DateTimeOffset.MaxValue);

        void AddSteps(DateTimeOffset upTo)
        {
            for (; next < steps.Count && steps[next].At <= upTo; next++)
            {
                changes.Add(new ViewChange(steps[next].Before, steps[next].After, lens, lens, next, null));
                state = steps[next].After;
            }
        }
    }

    // Most deals are seen through one lens throughout: none of their owners came into other teams, and the rates of their currencies held.
    private bool MayMove(DealView? first, IReadOnlyList<ViewStep> steps)
    {
        var may = _moves.Count > 0 && MayMove(first);
        for (var i = 0; i < steps.Count && _moves.Count > 0 && !may; i++)
        {
            may = MayMove(steps[i].After);
        }

        return may;
    }

    private bool MayMove(DealView? deal) =>
        deal is not null && (HasMoved(deal.Owner) || (deal.Currency is not null && _movedCurrencies.Contains(deal.Currency)));

    private IEnumerable<RateMove> RateMoves => _moves.SelectMany(m => m.Move.Rates);
}
