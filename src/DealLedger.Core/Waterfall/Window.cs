using DealLedger.Core.Opportunities;
using DealLedger.Core.People;

namespace DealLedger.Core.Waterfall;

/// <summary>One change of a deal: when it happened, and the states that it led from and to.</summary>
public readonly record struct ViewStep(DateTimeOffset At, DealView? Before, DealView After);

/// <summary>
/// One change inside a window, of the deal itself (the place of its step) or of the hierarchy above its owner (the moves that took effect
/// then): the states and the hierarchies that it led from and to.
/// </summary>
public readonly record struct ViewChange(DealView? Before, DealView After, Hierarchy Was, Hierarchy Is, int Step, IReadOnlyList<LineMove>? Moves);

/// <summary>The span of a comparison, its first instant exclusive, with the hierarchy over it.</summary>
public sealed class Window
{
    private readonly IReadOnlyList<IReadOnlyList<LineMove>> _moves;
    private readonly TeamsOverTime _teams;

    /// <summary>A window between two instants in UTC.</summary>
    public Window(DateTimeOffset from, DateTimeOffset to, TeamsOverTime teams)
    {
        (From, To, _teams) = (from, to, teams);
        (AtStart, AtEnd) = (teams.At(from), teams.At(to));
        _moves = teams.MovesIn(from, to);
    }

    /// <summary>The first instant, which is not in it.</summary>
    public DateTimeOffset From { get; }

    /// <summary>The last instant.</summary>
    public DateTimeOffset To { get; }

    /// <summary>The hierarchy at the first instant.</summary>
    public Hierarchy AtStart { get; }

    /// <summary>The hierarchy at the last instant.</summary>
    public Hierarchy AtEnd { get; }

    /// <summary>The moves at the last instant in the window at which an owner came into other teams; none when the owner did not.</summary>
    public IReadOnlyList<LineMove> LastRealignment(string? owner)
    {
        IReadOnlyList<LineMove> last = [];
        var was = AtStart;
        foreach (var moves in _moves)
        {
            var @is = _teams.At(moves[0].At);
            last = was.TeamsOf(owner).SequenceEqual(@is.TeamsOf(owner)) ? last : moves;
            was = @is;
        }

        return last;
    }

    /// <summary>
    /// The changes of a deal with those of the hierarchy above its owner, in the order of time (DEFINITIONS 4: moves in the hierarchy are
    /// changes too). At one instant the deal's own come first, as in a split.
    /// </summary>
    public List<ViewChange> Changes(DealView? first, IReadOnlyList<ViewStep> steps)
    {
        var changes = new List<ViewChange>(steps.Count);
        var (state, teams, next) = (first, AtStart, 0);
        foreach (var moves in _moves)
        {
            AddSteps(moves[0].At);
            var after = _teams.At(moves[0].At);
            if (state is not null && !teams.TeamsOf(state.Owner).SequenceEqual(after.TeamsOf(state.Owner)))
            {
                changes.Add(new ViewChange(state, state, teams, after, -1, moves));
            }

            teams = after;
        }

        AddSteps(DateTimeOffset.MaxValue);
        return changes;

        void AddSteps(DateTimeOffset upTo)
        {
            for (; next < steps.Count && steps[next].At <= upTo; next++)
            {
                changes.Add(new ViewChange(steps[next].Before, steps[next].After, teams, teams, next, null));
                state = steps[next].After;
            }
        }
    }
}
