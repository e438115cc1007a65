using System.Collections.Immutable;

namespace DealLedger.Core.Opportunities;

/// <summary>
/// The state of an opportunity after some of its changes (DEFINITIONS 1). The fold is total: an event that does not fit the state leaves
/// it as it is, and none throws.
/// </summary>
public sealed record Opportunity
{
    /// <summary>The id in the CRM.</summary>
    public required string Id { get; init; }

    /// <summary>The deal's name.</summary>
    public string? Name { get; init; }

    /// <summary>The account's id.</summary>
    public string? Account { get; init; }

    /// <summary>The id of the rep who owns it.</summary>
    public string? Owner { get; init; }

    /// <summary>The stage's name.</summary>
    public string? Stage { get; init; }

    /// <summary>The category that the stage gives.</summary>
    public ForecastCategory StageCategory { get; init; }

    /// <summary>The category that a person put in its place, if any.</summary>
    public ForecastCategory? Override { get; init; }

    /// <summary>The amount in <see cref="Currency"/>, if it has one.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency of the amount (ISO 4217).</summary>
    public string? Currency { get; init; }

    /// <summary>The expected close date, if it has one.</summary>
    public DateOnly? CloseDate { get; init; }

    /// <summary>The probability of winning in percent.</summary>
    public decimal? Probability { get; init; }

    /// <summary>Such as New, Expansion, Renewal.</summary>
    public string? Type { get; init; }

    /// <summary>Such as Enterprise.</summary>
    public string? Segment { get; init; }

    /// <summary>Flags that are set, in the order of their names.</summary>
    public ImmutableSortedSet<string> Flags { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>A reference to the text of the next step.</summary>
    public string? NextStep { get; init; }

    /// <summary>Open, won or lost, whether or not it was deleted since.</summary>
    public Outcome Standing { get; init; }

    /// <summary>Whether it is deleted now.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The deal that it was merged into, if it was.</summary>
    public string? MergedInto { get; init; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many changes pushed its close date (DEFINITIONS 5), over its whole life.</summary>
    public int TimesPushed { get; init; }

    /// <summary>Its outcome: deleted, or where it stands.</summary>
    public Outcome Outcome => IsDeleted ? Outcome.Deleted : Standing;

    /// <summary>The category that counts: the override while there is one, else the stage's.</summary>
    public ForecastCategory Category => Standing == Outcome.Won ? ForecastCategory.Closed : Override ?? StageCategory;

    /// <summary>The state after an event; the same object when the event does not fit or says nothing new.</summary>
    public static Opportunity? Apply(Opportunity? state, string id, IOpportunityEvent e)
    {
        if (state is null)
        {
            return e is OpportunityOpened opened ? Open(id, opened) : null;
        }

        return e switch
        {
            OpportunityOpened => state,
            StageMoved x => state with { Stage = x.To },
            CategoryChanged x when CategoryNames.TryParse(x.To, out var to) => state with { StageCategory = to },
            CategoryOverridden x when state.Standing == Outcome.Open && CategoryNames.TryParse(x.To, out var to) && to != ForecastCategory.Closed
                => state with { Override = to },
            CategoryOverrideCleared => state with { Override = null },
            AmountChanged x => state with { Amount = x.To },
            CloseDateMoved x => state with { CloseDate = x.To },
            OwnerChanged x => state with { Owner = x.To },
            OpportunityRenamed x => state with { Name = x.To },
            AccountChanged x => state with { Account = x.To },
            TypeChanged x => state with { Type = x.To },
            SegmentChanged x => state with { Segment = x.To },
            ProbabilityChanged x => state with { Probability = x.To },
            CurrencyChanged x => state with { Currency = x.To },
            OpportunityWon => state with { Standing = Outcome.Won, Override = null },
            OpportunityLost => state with { Standing = Outcome.Lost, Override = null },
            OpportunityReopened => state with { Standing = Outcome.Open },
            OpportunityDeleted => state with { IsDeleted = true },
            OpportunityRestored => state with { IsDeleted = false, MergedInto = null },
            OpportunityMerged x => state with { IsDeleted = true, MergedInto = x.Into },
            FlagSet { Flag: { } flag } => state with { Flags = state.Flags.Add(flag) },
            FlagCleared { Flag: { } flag } => state with { Flags = state.Flags.Remove(flag) },
            NextStepChanged x => state with { NextStep = x.To },
            CategoryChanged or CategoryOverridden or FlagSet or FlagCleared or UnreadableEvent => state,
            _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType(), "An event that the fold does not list."),
        };
    }

    private static Opportunity Open(string id, OpportunityOpened x)
    {
        var category = CategoryNames.TryParse(x.Category, out var told) ? told : ForecastCategory.Pipeline;
        return new Opportunity
        {
            Id = id,
            Name = x.Name,
            Account = x.Account,
            Owner = x.Owner,
            Stage = x.Stage,
            StageCategory = category,
            Amount = x.Amount,
            Currency = x.Currency,
            CloseDate = x.CloseDate,
            Probability = x.Probability,
            Type = x.Type,
            Segment = x.Segment,
            Standing = x.Outcome switch
            {
                "open" => Outcome.Open,
                "won" => Outcome.Won,
                "lost" => Outcome.Lost,
                _ when category == ForecastCategory.Closed => Outcome.Won,
                _ when string.Equals(x.Stage, "Closed Lost", StringComparison.OrdinalIgnoreCase) => Outcome.Lost,
                _ => Outcome.Open,
            },
            CreatedAt = x.At,
        };
    }
}
