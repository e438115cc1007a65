using DealLedger.Core.Ledger;

namespace DealLedger.Core.Calls;

/// <summary>
/// A person stated a number for a period (DEFINITIONS 6). The stream is <c>call/ID</c> and has this one event: a call is never edited, a
/// later one replaces it from then on. It is about the deals of For (scope own) or of the team that For leads (team); Amount is in Currency;
/// Note is a reference to a text; Source names the record of the source that told it, none for a call that was stated here. Position and all
/// that follows are its basis: the last position of the log that its roll-up knew, and that roll-up as of At, in BasisCurrency.
/// </summary>
public sealed record CallSubmitted(
    string? Period, DateOnly Start, DateOnly End, string? For, string? Scope, string? Layer, string? Category, decimal Amount, string? Currency,
    string? Note, string? Replaces, string? Source, long Position, string? BasisCurrency,
    decimal ClosedAmount, long ClosedCount, long ClosedWithoutAmount,
    decimal CommitAmount, long CommitCount, long CommitWithoutAmount,
    decimal MostLikelyAmount, long MostLikelyCount, long MostLikelyWithoutAmount,
    decimal BestCaseAmount, long BestCaseCount, long BestCaseWithoutAmount,
    decimal PipelineAmount, long PipelineCount, long PipelineWithoutAmount,
    decimal OmittedAmount, long OmittedCount, long OmittedWithoutAmount,
    decimal LostAmount, long LostCount, long LostWithoutAmount,
    decimal OpenPipelineAmount, long OpenPipelineCount, long OpenPipelineWithoutAmount,
    DateTimeOffset At, string By) : FactEvent(At, By)
{
    /// <summary>The kind of the streams of calls.</summary>
    public const string Kind = "call";
}
