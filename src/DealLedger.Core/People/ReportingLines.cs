using System.Collections.Concurrent;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.People;

/// <summary>One instant at which a person came to report to another manager, and the fact that says so.</summary>
public sealed record LineMove(string Person, string? Was, string? Is, RecordedFact Fact)
{
    /// <summary>When it took effect, in UTC.</summary>
    public DateTimeOffset At => Fact.Data.At;
}

/// <summary>
/// Who reported to whom at any instant, as the facts about people tell it. Total: whatever the facts say, an answer exists; a person that
/// nothing is known of reports to nobody. Several may ask at the same time.
/// </summary>
public sealed class ReportingLines
{
    private readonly Dictionary<string, List<LineMove>> _byPerson = new(StringComparer.Ordinal);
    private readonly List<DateTimeOffset> _instants = [];
    private readonly ConcurrentDictionary<int, Hierarchy> _hierarchies = [];

    private ReportingLines()
    {
    }

    /// <summary>Every move, in the order in which they took effect.</summary>
    public IReadOnlyList<LineMove> Moves { get; private set; } = [];

    /// <summary>The lines that these facts tell.</summary>
    public static ReportingLines Of(IEnumerable<RecordedFact> facts)
    {
        var lines = new ReportingLines();
        var moves = new List<LineMove>();
        foreach (var fact in facts.Order(Comparer<RecordedFact>.Create(RecordedFact.Compare)))
        {
            if (fact.Stream.Kind != PersonEvent.Kind || fact.Data is not (PersonListed or ManagerChanged))
            {
                continue;
            }

            var person = fact.Stream.Id;
            var manager = fact.Data is PersonListed listed ? listed.Manager : ((ManagerChanged)fact.Data).To;
            if (!lines._byPerson.TryGetValue(person, out var known))
            {
                lines._byPerson.Add(person, known = []);
            }

            var was = known.Count == 0 ? null : known[^1].Is;
            if (was != manager)
            {
                var move = new LineMove(person, was, manager, fact);
                known.Add(move);
                moves.Add(move);
            }
        }

        lines.Moves = moves;
        lines._instants.AddRange(moves.Select(m => m.At).Distinct());
        return lines;
    }

    /// <summary>Whom a person reported to at an instant; none for nobody.</summary>
    public string? ManagerAt(string person, DateTimeOffset instant) => _byPerson.GetValueOrDefault(person)?.FindLast(m => m.At <= instant)?.Is;

    /// <summary>When a person reported to whom, from an instant up to another (exclusive; the last instant of all where it is open).</summary>
    public IEnumerable<(string Manager, DateTimeOffset From, DateTimeOffset To)> Spans(string person)
    {
        var moves = _byPerson.TryGetValue(person, out var known) ? known : [];
        for (var i = 0; i < moves.Count; i++)
        {
            var to = i + 1 < moves.Count ? moves[i + 1].At : DateTimeOffset.MaxValue;
            if (moves[i].Is is { } manager && moves[i].At < to)
            {
                yield return (manager, moves[i].At, to);
            }
        }
    }

    /// <summary>Whether a person ever had reports.</summary>
    public bool IsTeam(string person) => Moves.Any(m => m.Is == person);

    /// <summary>The hierarchy at an instant; the same one as long as nobody moves.</summary>
    public Hierarchy At(DateTimeOffset instant)
    {
        var place = _instants.BinarySearch(instant);
        var version = place >= 0 ? place : ~place - 1;
        return _hierarchies.GetOrAdd(version, v => Build(v < 0 ? DateTimeOffset.MinValue : _instants[v]));
    }

    /// <summary>The hierarchies from an instant up to another one, each as long as nobody moved.</summary>
    public IReadOnlyList<Hierarchy> Between(DateTimeOffset from, DateTimeOffset to) =>
        [At(from), .. _instants.Where(i => i > from && i <= to).Select(At)];

    private Hierarchy Build(DateTimeOffset at)
    {
        var managers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var person in _byPerson.Keys)
        {
            if (ManagerAt(person, at) is { } manager)
            {
                managers.Add(person, manager);
            }
        }

        return new Hierarchy(managers);
    }
}
