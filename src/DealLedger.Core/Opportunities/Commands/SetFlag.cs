namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Sets a flag such as "At risk".</summary>
public sealed record SetFlag(string Flag) : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin) =>
        deal.Flags.Contains(Flag) ? Decision.Nothing : Decision.Record(new FlagSet(Flag, origin.At, origin.By));
}

/// <summary>Takes a flag off.</summary>
public sealed record ClearFlag(string Flag) : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin) =>
        deal.Flags.Contains(Flag) ? Decision.Record(new FlagCleared(Flag, origin.At, origin.By)) : Decision.Nothing;
}
