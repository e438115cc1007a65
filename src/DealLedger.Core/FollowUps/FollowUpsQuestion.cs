namespace DealLedger.Core.FollowUps;

/// <summary>Which follow-ups are asked for by whether they are closed.</summary>
public enum FollowUpStanding
{
    /// <summary>Those that are to be done.</summary>
    Open,

    /// <summary>Those that were closed.</summary>
    Closed,

    /// <summary>All of them.</summary>
    All,
}

/// <summary>
/// Which follow-ups there are at an instant in the business: of a team, an owner or a deal, and of those closed only what was closed after an
/// instant (UTC), where one is named.
/// </summary>
public sealed record FollowUpsQuestion(
    DateTimeOffset AsOf, string? Team = null, string? Owner = null, string? Deal = null, FollowUpStanding Standing = FollowUpStanding.Open,
    DateTimeOffset? ClosedSince = null, int Limit = FollowUpsQuestion.DefaultLimit)
{
    /// <summary>How many follow-ups are listed unless asked otherwise.</summary>
    public const int DefaultLimit = 1_000;

    /// <summary>How many follow-ups one answer lists at the most.</summary>
    public const int MaxLimit = 100_000;

    /// <summary>Whether a follow-up is asked for.</summary>
    public bool Asks(FollowUp one) =>
        (Team is null || one.Team == Team) && (Owner is null || one.Owner == Owner) && (Deal is null || one.Deal == Deal)
        && Standing switch
        {
            FollowUpStanding.Open => one.IsOpen,
            FollowUpStanding.Closed => !one.IsOpen && !(one.ClosedAt <= ClosedSince),
            _ => one.IsOpen || !(one.ClosedAt <= ClosedSince),
        };
}
