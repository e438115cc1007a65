namespace DealLedger.Core.Answers;

/// <summary>
/// A follow-up as of an instant. Overdue says that it is open after the end of the day that it was due on, in the organisation's time zone; erased
/// texts are none and say so. Position is that of its last event.
/// </summary>
public sealed record FollowUpState(
    string Id, string? Team, string? Text, bool TextErased, string Owner, string? OwnerName, DateOnly Due, bool Overdue, string? Deal, string? DealName,
    DateTimeOffset OpenedAt, string OpenedBy, string? OpenedByName, DateTimeOffset? ClosedAt, string? ClosedBy, string? ClosedByName, string? Result, bool ResultErased,
    long OpenedPosition, long Position);

/// <summary>Follow-ups as of an instant: those to be done by the day that they are due on, then those closed, the latest first.</summary>
public sealed record FollowUpsAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, IReadOnlyList<FollowUpState> FollowUps,
    long FollowUpsTotal);

/// <summary>One follow-up as of an instant.</summary>
public sealed record FollowUpAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, FollowUpState FollowUp);
