using DealLedger.Core.Ledger;
using DealLedger.Core.People;

namespace DealLedger.Naive;

/// <summary>Who reported to whom: looked up anew in all facts, every time.</summary>
public sealed record NaiveLines(IReadOnlyList<RecordedFact> Facts)
{
    public static NaiveLines None { get; } = new([]);

    /// <summary>The instants in a window at which somebody may have moved.</summary>
    public List<DateTimeOffset> InstantsIn(DateTimeOffset from, DateTimeOffset to) =>
        [.. Facts.Select(f => f.Data.At).Where(at => at > from && at <= to).Distinct().Order()];

    /// <summary>Everybody named in the facts.</summary>
    public IEnumerable<string> People => Facts.Select(f => f.Stream.Id).Concat(Facts.Select(Manager).OfType<string>()).Distinct();

    /// <summary>The teams of an owner at an instant, nearest first, up to one of them; the empty key alone for an owner without a team.</summary>
    public List<string> TeamsOf(string? owner, DateTimeOffset at, string? upTo)
    {
        var managers = People.ToDictionary(p => p, p => ManagerOf(p, at));
        var teams = new List<string>();
        var seen = new List<string>();
        for (var person = owner; person is not null && !seen.Contains(person); person = managers.GetValueOrDefault(person))
        {
            seen.Add(person);
            if (managers.ContainsValue(person))
            {
                teams.Add(person);
            }
        }

        if (teams.Count == 0)
        {
            teams.Add("");
        }

        return upTo is null ? teams : teams.Contains(upTo) ? teams[..(teams.IndexOf(upTo) + 1)] : [];
    }

    private string? ManagerOf(string person, DateTimeOffset at) =>
        Facts.Where(f => f.Stream.Id == person && f.Data.At <= at).OrderBy(f => f.Data.At).ThenBy(f => f.Position).Select(Manager).LastOrDefault();

    private static string? Manager(RecordedFact fact) => fact.Data switch
    {
        PersonListed e => e.Manager,
        ManagerChanged e => e.To,
        _ => null,
    };
}
