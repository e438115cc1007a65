using DealLedger.Core.Forecasting;
using DealLedger.Core.People;

namespace DealLedger.Postgres.Answers;

/// <summary>Whose deals a question is about.</summary>
internal static class Scoping
{
    /// <summary>Whose deals are meant at an instant, by the hierarchy then; none means everyone's.</summary>
    public static IReadOnlyList<string>? Owners(IScoped question, Hierarchy teams) => (question.Owner, question.Team) switch
    {
        (null, null) => null,
        ({ } owner, null) => [owner],
        (null, { } team) => teams.Members(team),
        ({ } owner, { } team) => teams.IsIn(team, owner) ? [owner] : [],
    };
}
