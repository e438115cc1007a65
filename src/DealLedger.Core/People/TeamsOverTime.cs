namespace DealLedger.Core.People;

/// <summary>The hierarchy that a question looks at: as it was at each instant, or one for all instants (DEFINITIONS 3, Hierarchy).</summary>
public sealed class TeamsOverTime
{
    private readonly Func<DateTimeOffset, Hierarchy> _at;
    private readonly IReadOnlyList<LineMove> _moves;

    private TeamsOverTime(Func<DateTimeOffset, Hierarchy> at, IReadOnlyList<LineMove> moves) => (_at, _moves) = (at, moves);

    /// <summary>No hierarchy, for questions that do not ask for teams.</summary>
    public static TeamsOverTime None { get; } = Always(Hierarchy.Flat);

    /// <summary>The hierarchy of each instant.</summary>
    public static TeamsOverTime AsOf(ReportingLines lines) => new(lines.At, lines.Moves);

    /// <summary>The same hierarchy at all instants.</summary>
    public static TeamsOverTime Always(Hierarchy hierarchy) => new(_ => hierarchy, []);

    /// <summary>The hierarchy at an instant.</summary>
    public Hierarchy At(DateTimeOffset instant) => _at(instant);

    /// <summary>The moves that took effect in a window, the first instant exclusive, in their order; instants that are one come together.</summary>
    public IReadOnlyList<IReadOnlyList<LineMove>> MovesIn(DateTimeOffset from, DateTimeOffset to) =>
        [.. _moves.Where(m => m.At > from && m.At <= to).GroupBy(m => m.At).Select(g => g.ToList())];

    /// <summary>The owners whose deals count in other teams at some instant of a window than at the one before.</summary>
    public IReadOnlyList<string> OwnersMovedIn(DateTimeOffset from, DateTimeOffset to)
    {
        var moved = new HashSet<string>(StringComparer.Ordinal);
        var was = At(from);
        foreach (var moves in MovesIn(from, to))
        {
            var @is = At(moves[0].At);
            moved.UnionWith(was.People.Union(@is.People).Where(p => !was.TeamsOf(p).SequenceEqual(@is.TeamsOf(p))));
            was = @is;
        }

        return [.. moved.Order(StringComparer.Ordinal)];
    }
}
