using DealLedger.Core.Time;

namespace DealLedger.Import.Sample;

/// <summary>What deals that close in a quarter come to at an instant, each sum with all that is surer.</summary>
internal sealed record SampleSums(decimal Closed, decimal Commit, decimal BestCase)
{
    public static readonly SampleSums Nothing = new(0, 0, 0);

    public static SampleSums operator +(SampleSums one, SampleSums other) =>
        new(one.Closed + other.Closed, one.Commit + other.Commit, one.BestCase + other.BestCase);
}

/// <summary>The deals of a sample company as their owners saw them at any instant: what those who state numbers go by.</summary>
internal sealed class SampleBook
{
    private const string OwnerField = "Owner";
    private const string UserPrefix = "005";

    private readonly IReadOnlyList<SampleDeal> deals;
    private readonly Dictionary<string, SampleStage> stages;
    private readonly Dictionary<(Period Quarter, DateTimeOffset At), Dictionary<string, SampleSums>> known = [];

    public SampleBook(SampleWorld world, IReadOnlyList<SampleDeal> deals)
    {
        this.deals = deals;
        stages = world.Stages.All.ToDictionary(stage => stage.Name, StringComparer.Ordinal);
    }

    /// <summary>What the deals of these reps come to.</summary>
    public SampleSums Of(IEnumerable<SampleRep> reps, Period quarter, DateTimeOffset at)
    {
        if (!known.TryGetValue((quarter, at), out var sums))
        {
            known.Add((quarter, at), sums = Sum(quarter, at));
        }

        return reps.Aggregate(SampleSums.Nothing, (sum, rep) => sum + sums.GetValueOrDefault(rep.Id, SampleSums.Nothing));
    }

    private Dictionary<string, SampleSums> Sum(Period quarter, DateTimeOffset at)
    {
        var sums = new Dictionary<string, SampleSums>(StringComparer.Ordinal);
        foreach (SampleDeal deal in deals)
        {
            if (deal.Opportunity.Deletion?.At <= at || StateAt(deal, at) is not { Amount: { } amount } state || !quarter.Contains(state.CloseDate))
            {
                continue;
            }

            SampleStage stage = stages[state.StageName];
            SampleSums worth = (stage.IsWon, stage.IsClosed, state.ForecastCategory) switch
            {
                (true, _, _) => new(amount, amount, amount),
                (_, true, _) => SampleSums.Nothing,
                (_, _, SampleStages.Commit) => new(0, amount, amount),
                (_, _, SampleStages.MostLikely or SampleStages.BestCase) => new(0, 0, amount),
                _ => SampleSums.Nothing,
            };
            string owner = OwnerAt(deal, at);
            sums[owner] = sums.GetValueOrDefault(owner, SampleSums.Nothing) + worth;
        }

        return sums;
    }

    private static SampleHistoryRow? StateAt(SampleDeal deal, DateTimeOffset at)
    {
        SampleHistoryRow? state = null;
        foreach (SampleHistoryRow row in deal.History)
        {
            if (row.CreatedDate > at)
            {
                break;
            }

            state = row;
        }

        return state;
    }

    // Of the two rows that a change of owner leaves, that with the ids tells.
    private static string OwnerAt(SampleDeal deal, DateTimeOffset at)
    {
        string? owner = null;
        foreach (SampleFieldHistoryRow row in deal.FieldHistory)
        {
            if (row.Field == OwnerField && row.NewValue!.StartsWith(UserPrefix, StringComparison.Ordinal))
            {
                if (row.CreatedDate > at)
                {
                    return owner ?? row.OldValue!;
                }

                owner = row.NewValue;
            }
        }

        return owner ?? deal.Opportunity.OwnerId;
    }
}
