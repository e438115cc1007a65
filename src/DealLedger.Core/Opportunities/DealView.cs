namespace DealLedger.Core.Opportunities;

/// <summary>The part of a deal's state that the numbers depend on: what a change row holds before and after.</summary>
public sealed record DealView(
    Outcome Standing, bool IsDeleted, ForecastCategory Category, decimal? Amount, string? Currency, DateOnly? CloseDate,
    string? Owner, string? Stage, string? Type, string? Segment, decimal? Probability)
{
    /// <summary>Its outcome: deleted, or where it stands.</summary>
    public Outcome Outcome => IsDeleted ? Outcome.Deleted : Standing;

    /// <summary>Whether it is in an open pipeline at all: open, and not left out of the forecast.</summary>
    public bool IsInPipeline => Outcome == Outcome.Open && Category != ForecastCategory.Omitted;

    /// <summary>The view of a state.</summary>
    public static DealView? Of(Opportunity? state) => state is null
        ? null
        : new DealView(
            state.Standing, state.IsDeleted, state.Category, state.Amount, state.Currency, state.CloseDate,
            state.Owner, state.Stage, state.Type, state.Segment, state.Probability);
}
