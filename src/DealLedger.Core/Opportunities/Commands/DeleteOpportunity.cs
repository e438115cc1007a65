namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Deletes a deal; its history stays.</summary>
public sealed record DeleteOpportunity : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin) => Decision.Record(new OpportunityDeleted(origin.At, origin.By));
}

/// <summary>Brings a deleted deal back as it was.</summary>
public sealed record RestoreOpportunity : IOpportunityCommand
{
    /// <inheritdoc/>
    public Decision Decide(string id, Opportunity? deal, Origin origin) => deal switch
    {
        null => Decision.Refuse("opportunity-unknown", $"Opportunity '{id}' is not in the ledger at {origin.At.ToIso()}; check the id.", "id"),
        { IsDeleted: true } => Decision.Record(new OpportunityRestored(origin.At, origin.By)),
        _ => Decision.Nothing,
    };
}
