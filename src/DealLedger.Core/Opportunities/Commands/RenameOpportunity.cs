namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Gives the deal another name.</summary>
public sealed record RenameOpportunity(string To) : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin) =>
        To == deal.Name ? Decision.Nothing : Decision.Record(new OpportunityRenamed(deal.Name, To, origin.At, origin.By));
}
