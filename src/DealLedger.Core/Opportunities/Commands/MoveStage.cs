namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Moves an open opportunity to another stage. A stage that is closed closes the deal.</summary>
public sealed record MoveStage(string To) : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin)
    {
        if (StageEvents.Find(To, deal, origin, out var refusal) is not { } stage)
        {
            return refusal;
        }

        if (deal.Standing != Outcome.Open)
        {
            return stage.Name == deal.Stage ? Decision.Nothing : RefuseClosed(deal, "move its stage");
        }

        var events = StageEvents.Entering(deal, stage, origin).ToList();
        switch (stage.Outcome)
        {
            case Outcome.Won:
                events.Add(new OpportunityWon(origin.At, origin.By));
                break;
            case Outcome.Lost:
                events.Add(new OpportunityLost(origin.At, origin.By));
                break;
        }

        return Decision.Record(events);
    }
}
