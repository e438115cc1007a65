using DealLedger.Core.Ledger;
using DealLedger.Core.People;

namespace DealLedger.Core.FollowUps;

/// <summary>Opens a follow-up of a team for an owner, due on a day, about a deal or none, at an instant in UTC, by a person's id. Pure.</summary>
public sealed record OpenFollowUp(string? Team, string Owner, DateOnly Due, string? Deal, DateTimeOffset At, string By)
{
    /// <summary>Why it cannot be taken, or none: by now, and by whether the team, the owner, the author and the deal are known.</summary>
    public Refusal? Fault(DateTimeOffset now, bool isTeamKnown, bool isOwnerKnown, bool isAuthorKnown, bool isDealKnown) =>
        FollowUpFaults.OfInstant(At, now)
        ?? (!isTeamKnown ? new Refusal("team-unknown", $"Nobody ever reported to '{Team}'; name the person who leads the team, as 'people show' lists them.", "team")
            : !isOwnerKnown ? PeopleDecision.Unknown(Owner, "owner")
            : !isAuthorKnown ? PeopleDecision.Unknown(By, "by")
            : !isDealKnown ? new Refusal("opportunity-unknown", $"Opportunity '{Deal}' is not in the ledger; name one that is, or none.", "deal")
            : null);

    /// <summary>What to record, given the reference of the text that says what is to be done.</summary>
    public FollowUpOpened Decide(string note) => new(Team, note, Owner, Due, Deal, At, By);
}

/// <summary>Gives a follow-up another owner, another day or both, at an instant in UTC, by a person's id. Pure.</summary>
public sealed record ChangeFollowUp(string? Owner, DateOnly? Due, DateTimeOffset At, string By)
{
    /// <summary>Why it cannot be taken, or none: by now, the follow-up as it stands, and whether the new owner and the author are known.</summary>
    public Refusal? Fault(DateTimeOffset now, FollowUp known, bool isOwnerKnown, bool isAuthorKnown) =>
        FollowUpFaults.Of(known, At, now) ?? (!isOwnerKnown ? PeopleDecision.Unknown(Owner!, "owner") : !isAuthorKnown ? PeopleDecision.Unknown(By, "by") : null);

    /// <summary>What to record: nothing of what is so already.</summary>
    public IReadOnlyList<FollowUpEvent> Decide(FollowUp known)
    {
        var events = new List<FollowUpEvent>();
        if (Owner is { } owner && owner != known.Owner)
        {
            events.Add(new FollowUpReassigned(known.Owner, owner, At, By));
        }

        if (Due is { } due && due != known.Due)
        {
            events.Add(new FollowUpDueMoved(known.Due, due, At, By));
        }

        return events;
    }
}

/// <summary>Closes a follow-up at an instant in UTC, by a person's id. Pure.</summary>
public sealed record CloseFollowUp(DateTimeOffset At, string By)
{
    /// <summary>Why it cannot be taken, or none: by now, the follow-up as it stands, and whether the author is known.</summary>
    public Refusal? Fault(DateTimeOffset now, FollowUp known, bool isAuthorKnown) =>
        FollowUpFaults.Of(known, At, now) ?? (!isAuthorKnown ? PeopleDecision.Unknown(By, "by") : null);

    /// <summary>What to record, given the reference of the text that says what came of it, if any.</summary>
    public FollowUpClosed Decide(string? result) => new(result, At, By);
}

/// <summary>What keeps a change of a follow-up from being taken.</summary>
internal static class FollowUpFaults
{
    public static Refusal? OfInstant(DateTimeOffset at, DateTimeOffset now) =>
        at > now ? new Refusal("at-in-future", $"{at.ToIso()} lies in the future; a follow-up is recorded when it has come up.", "at") : null;

    public static Refusal? Of(FollowUp known, DateTimeOffset at, DateTimeOffset now) =>
        OfInstant(at, now)
        ?? (!known.IsOpen ? new Refusal("follow-up-closed", $"Follow-up '{known.Id}' was closed at {known.ClosedAt!.Value.ToIso()}; open another one.", "id")
            : at < known.OpenedAt ? new Refusal(
                "at-before-opened", $"{at.ToIso()} lies before follow-up '{known.Id}' was opened at {known.OpenedAt.ToIso()}; name a later instant.", "at")
            : null);
}
