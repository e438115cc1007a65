using System.Collections.ObjectModel;
using DealLedger.Core.Opportunities;

namespace DealLedger.Naive;

/// <summary>A deal at one moment, as a plain bag of fields that events overwrite.</summary>
public sealed class NaiveState
{
    public string Standing { get; private set; } = "open";

    public bool Deleted { get; private set; }

    public string StageCategory { get; private set; } = "Pipeline";

    public string? Override { get; private set; }

    public string? Name { get; private set; }

    public string? Account { get; private set; }

    public string? Owner { get; private set; }

    public string? Stage { get; private set; }

    public decimal? Amount { get; private set; }

    public string? Currency { get; private set; }

    public DateOnly? CloseDate { get; private set; }

    public decimal? Probability { get; private set; }

    public string? Type { get; private set; }

    public string? Segment { get; private set; }

    public string? NextStep { get; private set; }

    public string? MergedInto { get; private set; }

    public Collection<string> Flags { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public int TimesPushed { get; set; }

    public string Outcome => Deleted ? "deleted" : Standing;

    public string Category => Standing == "won" ? "Closed" : Override ?? StageCategory;

    public NaiveState Copy()
    {
        var copy = (NaiveState)MemberwiseClone();
        copy.Flags = [.. Flags];
        return copy;
    }

    /// <summary>The deal as it is opened.</summary>
    public static NaiveState Opened(OpportunityOpened e)
    {
        var category = CategoryNamed(e.Category) ?? "Pipeline";
        var standing = e.Outcome;
        if (standing is not ("open" or "won" or "lost"))
        {
            standing = category == "Closed" ? "won" : "closed lost".Equals(e.Stage, StringComparison.OrdinalIgnoreCase) ? "lost" : "open";
        }

        return new NaiveState
        {
            Standing = standing,
            StageCategory = category,
            Name = e.Name,
            Account = e.Account,
            Owner = e.Owner,
            Stage = e.Stage,
            Amount = e.Amount,
            Currency = e.Currency,
            CloseDate = e.CloseDate,
            Probability = e.Probability,
            Type = e.Type,
            Segment = e.Segment,
            CreatedAt = e.At,
        };
    }

    /// <summary>Overwrites what an event touches; an event that does not fit touches nothing.</summary>
    public void Take(IOpportunityEvent e)
    {
        switch (e)
        {
            case StageMoved x:
                Stage = x.To;
                break;
            case CategoryChanged x:
                StageCategory = CategoryNamed(x.To) ?? StageCategory;
                break;
            case CategoryOverridden x:
                var wanted = CategoryNamed(x.To);
                if (wanted is not null && wanted != "Closed" && Standing == "open")
                {
                    Override = wanted;
                }

                break;
            case CategoryOverrideCleared:
                Override = null;
                break;
            case AmountChanged x:
                Amount = x.To;
                break;
            case CloseDateMoved x:
                CloseDate = x.To;
                break;
            case OwnerChanged x:
                Owner = x.To;
                break;
            case OpportunityRenamed x:
                Name = x.To;
                break;
            case AccountChanged x:
                Account = x.To;
                break;
            case TypeChanged x:
                Type = x.To;
                break;
            case SegmentChanged x:
                Segment = x.To;
                break;
            case ProbabilityChanged x:
                Probability = x.To;
                break;
            case CurrencyChanged x:
                Currency = x.To;
                break;
            case NextStepChanged x:
                NextStep = x.To;
                break;
            default:
                TakeLife(e);
                break;
        }
    }

    private void TakeLife(IOpportunityEvent e)
    {
        switch (e)
        {
            case OpportunityWon or OpportunityLost:
                Standing = e is OpportunityWon ? "won" : "lost";
                Override = null;
                break;
            case OpportunityReopened:
                Standing = "open";
                break;
            case OpportunityDeleted:
                Deleted = true;
                break;
            case OpportunityMerged x:
                Deleted = true;
                MergedInto = x.Into;
                break;
            case OpportunityRestored:
                Deleted = false;
                MergedInto = null;
                break;
            case FlagSet { Flag: { } flag }:
                if (!Flags.Contains(flag))
                {
                    Flags.Add(flag);
                }

                break;
            case FlagCleared { Flag: { } flag }:
                Flags.Remove(flag);
                break;
        }
    }

    private static string? CategoryNamed(string? text) => text?.Trim().Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "PIPELINE" => "Pipeline",
        "BESTCASE" or "UPSIDE" => "BestCase",
        "MOSTLIKELY" => "MostLikely",
        "COMMIT" or "FORECAST" => "Commit",
        "CLOSED" => "Closed",
        "OMITTED" => "Omitted",
        _ => null,
    };
}
