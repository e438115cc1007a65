namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Merges a deal into another one, which survives; it is deleted here with the survivor named.</summary>
public sealed record MergeOpportunity(string Into) : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin) => Into == deal.Id
        ? Decision.Refuse("merge-into-itself", $"Opportunity '{deal.Id}' cannot be merged into itself; name the deal that survives.")
        : Decision.Record(new OpportunityMerged(Into, origin.At, origin.By));
}
