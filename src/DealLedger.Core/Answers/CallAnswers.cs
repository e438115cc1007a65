using DealLedger.Core.Calls;
using DealLedger.Core.Comparing;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;

namespace DealLedger.Core.Answers;

/// <summary>
/// A call (DEFINITIONS 6). Position is where it is recorded; Replaces and ReplacedBy are calls of the same period, person, scope, layer and
/// category; NoteErased says that there was a note and that it was erased; Stale says that the roll-up of its scope is another one now than its basis.
/// </summary>
public sealed record CallState(
    string Id, Period Period, string For, string? ForName, CallScope Scope, CallLayer Layer, ForecastCategory Category, decimal Amount, string Currency,
    string By, string? ByName, DateTimeOffset At, DateTimeOffset RecordedAt, long Position, string? Note, bool NoteErased, string? Source, string? Replaces,
    string? ReplacedBy, bool Stale, CallBasis Basis);

/// <summary>
/// Calls as of an instant: those in force, or all. Next is what to ask for <c>after</c> to get those that follow, none when there are no more.
/// </summary>
public sealed record CallsAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, IReadOnlyList<CallState> Calls,
    long CallsTotal, string? Next);

/// <summary>
/// A call as of an instant, with the roll-up of its scope then, the cells in which that differs from its basis, and the deals that moved since,
/// those that moved most first: their differences add up to that of the cells. Seal is the id of the seal
/// made for it, none where there is none; NotSealed says why that could not be made when the call was recorded. ReproducedTo is the position
/// up to which the log was folded once more with the same result, none where that was not asked for.
/// </summary>
public sealed record CallAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, CallState Call, CallBasis Now,
    IReadOnlyList<CellDifference> Differences, IReadOnlyList<ComparedDeal> Moved, long MovedTotal, long? Seal,
    string? NotSealed = null, long? ReproducedTo = null);

/// <summary>A quota that holds at an instant: since when, and by whom it was set.</summary>
public sealed record QuotaState(
    string For, string? ForName, CallScope Scope, Period Period, decimal Amount, string Currency, DateTimeOffset At, string By, string? Source,
    long Position);

/// <summary>The quotas that hold at an instant, in the order of person, scope and period.</summary>
public sealed record QuotasAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, IReadOnlyList<QuotaState> Quotas);
