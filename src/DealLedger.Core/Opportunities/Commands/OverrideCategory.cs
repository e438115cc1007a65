namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Puts an open opportunity into another category than its stage's, until that is cleared or the deal closes.</summary>
public sealed record OverrideCategory(ForecastCategory To) : OpportunityCommand
{
    /// <summary>The categories that can be chosen, for refusals.</summary>
    public const string Accepted = "Pipeline, BestCase, MostLikely, Commit, Omitted";

    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin) => deal switch
    {
        _ when To == ForecastCategory.Closed => Decision.Refuse(
            "category-closed", $"A deal comes into Closed by being won; override its category to one of {Accepted}."),
        { Standing: not Outcome.Open } => RefuseClosed(deal, "override its category"),
        _ when To == deal.Override => Decision.Nothing,
        _ => Decision.Record(new CategoryOverridden(deal.Category.Name(), To.Name(), origin.Reason, origin.At, origin.By)),
    };
}

/// <summary>Ends an override: the stage's own category counts again.</summary>
public sealed record ClearCategoryOverride : OpportunityCommand
{
    /// <inheritdoc/>
    protected override Decision Decide(Opportunity deal, Origin origin) => deal.Override is { } replaced
        ? Decision.Record(new CategoryOverrideCleared(replaced.Name(), deal.StageCategory.Name(), origin.Reason, origin.At, origin.By))
        : Decision.Nothing;
}
