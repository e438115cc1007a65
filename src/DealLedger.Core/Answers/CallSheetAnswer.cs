using DealLedger.Core.CallSheet;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;

namespace DealLedger.Core.Answers;

/// <summary>Deals that moved alike since the last call: how many, the sum of what they moved in the open pipeline, and those that moved most.</summary>
public sealed record SheetChanges(long Count, decimal Amount, IReadOnlyList<ChangedDeal> Deals);

/// <summary>An open deal with the flags that a call looks at.</summary>
public sealed record FlaggedDeal(ListedDeal Deal, IReadOnlyList<string> Flags);

/// <summary>The flagged deals among so many of the largest open ones: how many, and the largest of them.</summary>
public sealed record SheetFlagged(long LookedAt, long Count, IReadOnlyList<FlaggedDeal> Deals);

/// <summary>
/// One part of a call sheet: its figures now and at the last call, what moved in between (won, lost, slipped, and the rest), its largest open
/// deals, and those with a flag.
/// </summary>
public sealed record SheetPart(
    SheetFigures Now, SheetFigures Before, SheetChanges Won, SheetChanges Lost, SheetChanges Slipped, SheetChanges Moved, IReadOnlyList<ListedDeal> Open,
    SheetFlagged Flagged);

/// <summary>
/// What a team's forecast call looks at: Team is the id of who leads it, none where there are no teams and the sheet is of everyone. Total is the
/// forecast's line of the team (single), with calls and quota. Open follow-ups come by the day that they are due on, closed ones are those closed since the last call.
/// </summary>
public sealed record CallSheetAnswer(
    string Definition, string Tenant, DateTimeOffset Since, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, Period Period,
    string? Team, string? TeamName, string Currency, IReadOnlyList<Unconverted> UnconvertedAtStart, IReadOnlyList<Unconverted> Unconverted, ForecastRow Total,
    SheetFigures Now, SheetFigures Before, SheetPart NewAndExpansion, SheetPart Renewals, IReadOnlyList<FollowUpState> OpenFollowUps, long OpenFollowUpsTotal,
    IReadOnlyList<FollowUpState> ClosedFollowUps, long ClosedFollowUpsTotal, long SettingsVersion, DateTimeOffset? RatesAt);
