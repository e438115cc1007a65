using DealLedger.Core.Ledger;

namespace DealLedger.Core.FollowUps;

/// <summary>One fact about a follow-up: what somebody is to do by a day. The stream is <c>follow-up/ID</c>.</summary>
public abstract record FollowUpEvent(DateTimeOffset At, string By) : FactEvent(At, By)
{
    /// <summary>The kind of the streams of follow-ups.</summary>
    public const string Kind = "follow-up";
}

/// <summary>
/// Somebody is to do something by the end of a day. Team is that of whose call it comes from, by the id of who leads it, none where there are no
/// teams; Note is a reference to the text that says what is to be done; Deal is the opportunity that it is about, or none.
/// </summary>
public sealed record FollowUpOpened(string? Team, string? Note, string? Owner, DateOnly Due, string? Deal, DateTimeOffset At, string By) : FollowUpEvent(At, By);

/// <summary>Somebody else is to do it.</summary>
public sealed record FollowUpReassigned(string? From, string? To, DateTimeOffset At, string By) : FollowUpEvent(At, By);

/// <summary>It is due on another day.</summary>
public sealed record FollowUpDueMoved(DateOnly From, DateOnly To, DateTimeOffset At, string By) : FollowUpEvent(At, By);

/// <summary>It is done, or no longer to be done. Note is a reference to the text that says what came of it, or none.</summary>
public sealed record FollowUpClosed(string? Note, DateTimeOffset At, string By) : FollowUpEvent(At, By);
