namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Gives the deal to another rep, by id.</summary>
public sealed record ChangeOwner(string To) : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin) =>
        To == deal.Owner ? Decision.Nothing : Decision.Record(new OwnerChanged(deal.Owner, To, origin.At, origin.By));
}
