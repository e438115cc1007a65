namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Opens an opportunity. A category other than its stage's own is an override.</summary>
public sealed record OpenOpportunity(
    string? Name, string? Account, string? Owner, string? Stage, ForecastCategory? Category, decimal? Amount, string? Currency,
    DateOnly? CloseDate, decimal? Probability, string? Type, string? Segment) : IOpportunityCommand
{
    private const string FirstStage = "Prospecting";

    /// <inheritdoc/>
    public Decision Decide(string id, Opportunity? deal, Origin origin)
    {
        if (deal is not null)
        {
            return Decision.Refuse("opportunity-exists", $"Opportunity '{id}' is in the ledger since {deal.CreatedAt.ToIso()}; record changes of it instead.", "id");
        }

        var first = origin.Stages.Stages.FirstOrDefault(s => !s.IsClosed)?.Name ?? FirstStage;
        if (StageEvents.Find(Stage ?? first, deal, origin, out var refusal) is not { } stage)
        {
            return refusal;
        }

        var known = origin.Stages.Find(stage.Name) is not null;
        if (!known && Category is { } told && stage.Outcome == Outcome.Open)
        {
            // Nothing says which category such a stage gives, but the one who opens the deal.
            stage = told == ForecastCategory.Closed ? stage with { Category = told, IsClosed = true, IsWon = true } : stage with { Category = told };
        }

        var opened = new OpportunityOpened(
            Name ?? id, Account, Owner ?? origin.By, stage.Name, stage.Category.Name(), stage.Outcome.Name(), Amount, Currency ?? origin.DefaultCurrency,
            CloseDate, Probability, Type, Segment, origin.At, origin.By);
        if (Category is not { } category || category == stage.Category || stage.IsClosed)
        {
            return Decision.Record(opened);
        }

        return category == ForecastCategory.Closed
            ? Decision.Refuse("category-closed", $"Stage '{stage.Name}' is open, so its category cannot be Closed; name one of {OverrideCategory.Accepted}.", "category")
            : Decision.Record(opened, new CategoryOverridden(stage.Category.Name(), category.Name(), origin.Reason, origin.At, origin.By));
    }
}
