namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Reopens a closed opportunity into a stage that is open.</summary>
public sealed record ReopenOpportunity(string Stage) : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin)
    {
        if (deal.Standing == Outcome.Open)
        {
            return Decision.Refuse("opportunity-open", $"Opportunity '{deal.Id}' is open; there is nothing to reopen.", "id");
        }

        if (StageEvents.Find(Stage, deal, origin, out var refusal) is not { } stage)
        {
            return refusal;
        }

        return stage.IsClosed
            ? Decision.Refuse("stage-closed", $"Stage '{stage.Name}' is closed; name an open one to reopen opportunity '{deal.Id}' into.")
            : Decision.Record([.. StageEvents.Entering(deal, stage, origin), new OpportunityReopened(origin.At, origin.By)]);
    }
}
