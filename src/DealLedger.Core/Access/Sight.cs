using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;

namespace DealLedger.Core.Access;

/// <summary>
/// Whose deals a caller sees: by today's hierarchy, and by that of the instant asked about, out of the reporting lines that the question knows.
/// What may not be seen is refused (<c>scope-not-allowed</c>): no total is cut down in silence.
/// </summary>
public sealed class Sight(Caller caller, ReportingLines lines, Hierarchy today)
{
    /// <summary>The code of what is refused.</summary>
    public const string NotAllowed = "scope-not-allowed";

    /// <summary>Whether nothing is hidden.</summary>
    public bool SeesAll => caller.Reach == Reach.All;

    /// <summary>Whether the deals are seen that somebody owned at an instant; those of nobody only where nothing is hidden.</summary>
    public bool Sees(string? owner, DateTimeOffset at) => caller.Reach switch
    {
        Reach.All => true,
        Reach.Own => IsSelf(owner),
        Reach.Below => IsSelf(owner) || IsBelow(today, owner) || IsBelow(lines.At(at), owner),
        _ => false,
    };

    /// <summary>Refuses what somebody owned at an instant and is not seen.</summary>
    public void Require(string? owner, DateTimeOffset at)
    {
        if (!Sees(owner, at))
        {
            throw Hidden();
        }
    }

    /// <summary>Refuses a question about deals of which some are not seen, from an instant up to another one.</summary>
    public void Require(IScoped question, DateTimeOffset from, DateTimeOffset to)
    {
        var hierarchies = question.Hierarchy == HierarchyChoice.Current ? [today] : lines.Between(from, to);
        var isSeen = (question.Owner, question.Team) switch
        {
            _ when SeesAll => true,
            ({ } owner, _) => Sees(owner, hierarchies),
            (null, { } team) => SeesTeam(team, hierarchies),
            _ => false,
        };
        if (!isSeen)
        {
            throw Hidden();
        }
    }

    private bool Sees(string person, IReadOnlyList<Hierarchy> hierarchies) =>
        caller.Reach is Reach.Own or Reach.Below && IsSelf(person)
        || caller.Reach == Reach.Below && (IsBelow(today, person) || hierarchies.All(h => IsBelow(h, person)));

    // Everyone in the team at some time has to be below.
    private bool SeesTeam(string team, IReadOnlyList<Hierarchy> hierarchies) =>
        caller.Reach == Reach.Below && (IsSelf(team) || (Sees(team, hierarchies) && hierarchies.All(h => h.Members(team).All(m => Sees(m, [h])))));

    private bool IsSelf(string? person) => person is not null && person == caller.Person;

    private bool IsBelow(Hierarchy hierarchy, string? person) => caller.Person is { } self && person is not null && hierarchy.IsIn(self, person);

    private RefusedException Hidden() => new(
        NotAllowed,
        caller.Reach switch
        {
            Reach.Own => $"You see your own deals; ask for them with owner={caller.Person}.",
            Reach.Below => $"You see your own deals and those of the people below you; ask with team={caller.Person}, or with the owner or the team of one of them.",
            _ => "You see no deals.",
        },
        "owner");
}
