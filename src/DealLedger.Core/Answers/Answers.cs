using DealLedger.Core.Finding;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Slippage;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;

namespace DealLedger.Core.Answers;

/// <summary>Notes that answers carry, by their stable codes.</summary>
public static class Notes
{
    /// <summary>The question is about what was known before anything was recorded, so the answer is empty.</summary>
    public const string NothingRecordedBefore = "nothing-recorded-before";

    /// <summary>Calls are left out that were stated for a period of this name with other days: the calendar was another one.</summary>
    public const string CallsOfAnotherCalendar = "calls-of-another-calendar";

    /// <summary>Quotas are left out that were set for a period of this name, or of a part of it, with other days: the calendar was another one.</summary>
    public const string QuotasOfAnotherCalendar = "quotas-of-another-calendar";

    /// <summary>Only what is about whoever asks, and about the people below them, is listed.</summary>
    public const string OwnOnly = "own-only";
}

/// <summary>A person as of an instant. Team is the name of the team that the person leads, where it has one of its own.</summary>
public sealed record PersonAnswer(string Id, string? Name, string? Email, string? Manager, bool LeadsTeam, string? Team, bool IsActive);

/// <summary>Everyone who was known at an instant, with whom they reported to.</summary>
public sealed record PeopleAnswer(
    string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, IReadOnlyList<PersonAnswer> People);

/// <summary>
/// A point-in-time forecast (DEFINITIONS 3), with the log position that it reflects. The settings' version is the position of the newest
/// fact behind them; ratesAt is the instant of fixed rates, where they are fixed.
/// </summary>
public sealed record ForecastAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, Period Period, Rollup Rollup,
    string Currency, IReadOnlyList<Unconverted> Unconverted, ForecastRow Total, IReadOnlyList<ForecastRow>? Rows, long SettingsVersion, DateTimeOffset? RatesAt);

/// <summary>A deal that a forecast counts. Value is its amount in the reporting currency; none without an amount, or where no rate converts it.</summary>
public sealed record ListedDeal(
    string Id, string Name, string? Owner, string? Stage, string Category, string Outcome, decimal? Amount, string? Currency, decimal? Value, DateOnly? CloseDate,
    decimal? Probability, string? Type, string? Segment);

/// <summary>
/// The deals that a column of a forecast counts (DEFINITIONS 3), the largest value first: total is that cell of the forecast. Next is what to ask
/// for <c>after</c> to get the deals that follow, none when there are no more.
/// </summary>
public sealed record DealsAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, string KnownAt, long Position, IReadOnlyList<string> Notes, Period Period, Rollup Rollup,
    ForecastColumn Column, string? Key, string Currency, IReadOnlyList<Unconverted> Unconverted, Cell Total, IReadOnlyList<ListedDeal> Deals, string? Next,
    long SettingsVersion, DateTimeOffset? RatesAt);

/// <summary>
/// What changed between two instants (DEFINITIONS 4): start plus movements is end. Kind is that of the deals listed, where one was asked for; next
/// is what to ask for <c>after</c> to get the deals that follow, none when there are no more.
/// </summary>
public sealed record ChangesAnswer(
    string Definition, string Tenant, WaterfallMode Mode, DateTimeOffset From, DateTimeOffset To, string KnownAt, long Position, IReadOnlyList<string> Notes,
    Period Period, string Currency, Cell Start, Cell End, IReadOnlyList<MovementSum> Movements, IReadOnlyList<WaterfallRow>? Rows,
    IReadOnlyList<ChangedDeal> Deals, long DealsTotal, IReadOnlyList<Unconverted> UnconvertedAtStart, IReadOnlyList<Unconverted> Unconverted, long SettingsVersion,
    DateTimeOffset? RatesAt, MovementKind? Kind = null, string? Next = null);

/// <summary>Pushes, slips and slip rates of a window (DEFINITIONS 5). Partial while the window has not ended.</summary>
public sealed record SlippageAnswer(
    string Definition, string Tenant, DateTimeOffset From, DateTimeOffset To, Period? Period, SlipBasis Basis, bool Partial, string KnownAt, long Position,
    IReadOnlyList<string> Notes, string Currency, SlipRow Total, IReadOnlyList<SlipRow>? Rows, IReadOnlyList<Unconverted> Unconverted, long SettingsVersion,
    DateTimeOffset? RatesAt);

/// <summary>
/// When the pushes of a window were made, by week and by the reps who made the most, and the deals whose close date moved, the most often pushed
/// first, with the path of their dates (DEFINITIONS 5). Weeks are the last of the window, up to now. Next is what to ask for <c>after</c> to get the
/// deals that follow, none when there are no more. Partial while the window has not ended.
/// </summary>
public sealed record PushesAnswer(
    string Definition, string Tenant, DateTimeOffset From, DateTimeOffset To, Period? Period, bool Partial, string KnownAt, long Position,
    IReadOnlyList<string> Notes, string Currency, long Pushes, IReadOnlyList<PushWeek> Weeks, IReadOnlyList<PushRow> Rows, long RepsTotal,
    IReadOnlyList<CloseDatePath> Deals, long DealsTotal, string? Next, long SettingsVersion, DateTimeOffset? RatesAt);

/// <summary>The deals that have such an id, name or account; more says that there are others, which a longer text would tell apart.</summary>
public sealed record FindAnswer(
    string Tenant, string Text, string KnownAt, long Position, IReadOnlyList<string> Notes, IReadOnlyList<FoundDeal> Deals, bool More);
