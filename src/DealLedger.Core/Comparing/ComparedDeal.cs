using DealLedger.Core.Answers;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;

namespace DealLedger.Core.Comparing;

/// <summary>
/// A deal in one of two views. Value is the amount in the reporting currency, none where no rate converts it. Column is the column of the
/// forecast that it counts in, none where it is not in the period or the scope; rows are the keys of the groups that it counts in, where the
/// question has groups.
/// </summary>
public sealed record ComparedState(
    string? Stage, string Category, string Outcome, decimal? Amount, string? Currency, decimal? Value, DateOnly? CloseDate, string? Owner, string? Column,
    IReadOnlyList<string>? Rows);

/// <summary>A move in the hierarchy that brought a deal into other teams: who reported to whom, and to whom then.</summary>
public sealed record ComparedMove(string Person, string? Before, string? After, DateTimeOffset At, DateTimeOffset RecordedAt, string By, long Position);

/// <summary>A rate that is known in the later view and not in the earlier one, or that ended between them.</summary>
public sealed record ComparedRate(string Of, string In, decimal Rate, DateTimeOffset From, DateTimeOffset? Until, DateTimeOffset RecordedAt, string By, long Position);

/// <summary>
/// A deal that counts differently in two views: how it stood in each (none where it did not exist), by how much each cell of the forecast
/// differs through it, the events that the later view counts and the earlier one does not, and the moves above its owner and the rates of its currency likewise.
/// </summary>
public sealed record ComparedDeal(
    string Id, string Name, ComparedState? Before, ComparedState? After, ForecastCells Difference, IReadOnlyList<DealEvent> Events,
    IReadOnlyList<ComparedMove> Moves, IReadOnlyList<ComparedRate> Rates);

/// <summary>The deals that count differently in two views, those with the largest differences first, and how many there are in all.</summary>
public sealed record DealDifferences(IReadOnlyList<ComparedDeal> Deals, long DealsTotal)
{
    /// <summary>How many deals are listed unless asked otherwise.</summary>
    public const int DefaultLimit = 50;

    /// <summary>How many deals one answer lists at the most.</summary>
    public const int MaxLimit = 100_000;
}

/// <summary>What a view counts: what was recorded up to a position, of what had happened by an instant (UTC).</summary>
public sealed record Knowledge(long Position, DateTimeOffset AsOf)
{
    /// <summary>Whether an event of that position and instant counts.</summary>
    public bool Counts(long position, DateTimeOffset at) => position <= Position && at <= AsOf;

    /// <summary>The state of a deal in the view; the timeline may know more.</summary>
    public Opportunity? StateOf(Timeline timeline) =>
        Timeline.Of(timeline.OpportunityId, timeline.Changes.SelectMany(c => c.Events).Where(e => e.Position <= Position)).StateAt(AsOf);
}

/// <summary>
/// One of two views that are compared: what it counts of deals, of the hierarchy (as of another instant where today's is asked for) and of
/// rates (as of another one where they are fixed), that hierarchy, and those rates.
/// </summary>
public sealed record ComparedView(Knowledge Deals, Knowledge Lines, Knowledge Told, Hierarchy Teams, Rates Rates);
