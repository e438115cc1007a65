namespace DealLedger.Core.People;

/// <summary>
/// Who reports to whom at one instant. A team is a person who has reports, with all below them, and goes by the id of that person; a
/// deal counts in the team of its owner and in every team above it.
/// </summary>
public sealed class Hierarchy
{
    /// <summary>The key of deals whose owner is in no team.</summary>
    public const string NoTeam = "";

    private static readonly string[] OnlyNoTeam = [NoTeam];
    private readonly IReadOnlyDictionary<string, string> _managers;
    private readonly HashSet<string> _leads;
    private readonly Dictionary<string, string[]> _teams;

    internal Hierarchy(IReadOnlyDictionary<string, string> managers)
    {
        _managers = managers;
        _leads = new HashSet<string>(managers.Values, StringComparer.Ordinal);
        _teams = People.ToDictionary(p => p, Above, StringComparer.Ordinal);
    }

    /// <summary>Nobody reports to anybody.</summary>
    public static Hierarchy Flat { get; } = new(new Dictionary<string, string>());

    /// <summary>Everyone who reports to somebody or has reports.</summary>
    public IEnumerable<string> People => _managers.Keys.Union(_leads, StringComparer.Ordinal);

    /// <summary>Whom a person reports to; none for one who reports to nobody.</summary>
    public string? ManagerOf(string person) => _managers.GetValueOrDefault(person);

    /// <summary>Whether the person has reports.</summary>
    public bool IsTeam(string person) => _leads.Contains(person);

    /// <summary>The team right above a team; none for one at the top.</summary>
    public string? Parent(string team) => TeamsOf(team) is { Count: > 1 } teams ? teams[1] : null;

    /// <summary>The teams that an owner's deals count in, from the nearest to the top; <see cref="NoTeam"/> alone for one who is in none.</summary>
    public IReadOnlyList<string> TeamsOf(string? owner) => Of(owner);

    /// <summary>Whether an owner's deals count in a team.</summary>
    public bool IsIn(string team, string? owner) => Array.IndexOf(Of(owner), team) >= 0;

    /// <summary>Everyone whose deals count in a team, in the order of their ids.</summary>
    public IReadOnlyList<string> Members(string team) => [.. People.Where(p => IsIn(team, p)).Order(StringComparer.Ordinal)];

    /// <summary>The person, their manager, and so on to the top. Facts of others may go round in a circle: each person comes once.</summary>
    public IEnumerable<string> LineOf(string? person)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var next = person; next is not null && seen.Add(next); next = ManagerOf(next))
        {
            yield return next;
        }
    }

    /// <summary>The teams that an owner's deals count in, up to one of them; of all when none is given.</summary>
    public IReadOnlyList<string> TeamsOf(string? owner, string? upTo)
    {
        var teams = Of(owner);
        if (upTo is null)
        {
            return teams;
        }

        return teams.AsSpan(0, Array.IndexOf(teams, upTo) + 1).ToArray();
    }

    private string[] Of(string? owner) => owner is null ? OnlyNoTeam : _teams.GetValueOrDefault(owner, OnlyNoTeam);

    private string[] Above(string owner)
    {
        string[] teams = [.. LineOf(owner).Where(IsTeam)];
        return teams.Length == 0 ? OnlyNoTeam : teams;
    }
}
