namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Changes the amount, in the deal's own currency; none takes it away. On a closed deal it is a correction.</summary>
public sealed record ChangeAmount(decimal? To) : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin) =>
        To == deal.Amount ? Decision.Nothing : Decision.Record(new AmountChanged(deal.Amount, To, origin.At, origin.By));
}
