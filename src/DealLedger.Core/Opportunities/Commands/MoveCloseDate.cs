namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Moves the close date; none takes it away. On a closed deal it is a correction, and no push.</summary>
public sealed record MoveCloseDate(DateOnly? To) : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin) =>
        To == deal.CloseDate ? Decision.Nothing : Decision.Record(new CloseDateMoved(deal.CloseDate, To, origin.At, origin.By));
}
