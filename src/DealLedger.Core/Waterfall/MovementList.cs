using DealLedger.Core.Forecasting;

namespace DealLedger.Core.Waterfall;

/// <summary>What is done to the movements of one deal on their way into a waterfall (DEFINITIONS 4).</summary>
internal static class MovementList
{
    /// <summary>Whether a deal's path movements differ from its net ones, both summed by kind.</summary>
    public static bool IsRoundTrip(List<Movement> net, List<Movement> path)
    {
        var same = net.Count == path.Count;
        for (var i = 0; i < net.Count && same; i++)
        {
            same = path.Contains(net[i]);
        }

        return !same;
    }

    /// <summary>The movements of every change on its own take the place of those in a list.</summary>
    public static void SplitPath(List<ViewChange> changes, PipelineScope scope, List<Movement> movements)
    {
        movements.Clear();
        foreach (var change in changes)
        {
            Split.Between(change.Before, change.After, scope, change.Was, change.Is, movements);
        }
    }

    /// <summary>Sums movements by kind, in place; of a split there is one of a kind anyway.</summary>
    public static void SumByKind(List<Movement> movements)
    {
        var sums = 0;
        for (var i = 0; i < movements.Count; i++)
        {
            var sum = 0;
            while (sum < sums && movements[sum].Kind != movements[i].Kind)
            {
                sum++;
            }

            movements[sum] = sum == sums ? movements[i] : new Movement(movements[i].Kind, movements[sum].Amount + movements[i].Amount);
            sums = Math.Max(sums, sum + 1);
        }

        movements.RemoveRange(sums, movements.Count - sums);
    }

    /// <summary>The size of the largest of these movements, of one kind where one is named; none without one.</summary>
    public static decimal? Largest(List<Movement> movements, MovementKind? kind)
    {
        decimal? largest = null;
        foreach (var movement in movements)
        {
            if (kind is null || movement.Kind == kind)
            {
                largest = Math.Max(largest ?? 0, Math.Abs(movement.Amount));
            }
        }

        return largest;
    }
}
