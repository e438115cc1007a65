namespace DealLedger.Naive;

/// <summary>Where the deals of a forecast at one instant are at another, told deal by deal as lines of text, so that any two answers compare.</summary>
public static class NaiveTransitions
{
    private static readonly string[] Places =
    [
        "new", "restored", "pulledIn", "pushedIn", "transferredIn", "closed", "commit", "mostLikely", "bestCase", "pipeline", "omitted", "lost",
        "wonElsewhere", "lostElsewhere", "pushedOut", "pulledOut", "transferredOut", "deleted",
    ];

    public static List<string> Lines(IReadOnlyCollection<NaiveDeal> known, DateTimeOffset from, DateTimeOffset to, NaiveScope scope)
    {
        var told = Deals(known, from, to, scope).ToList();
        var lines = new List<string>();
        foreach (var group in told.GroupBy(d => (d.Was, d.Is)).OrderBy(g => Array.IndexOf(Places, g.Key.Was)).ThenBy(g => Array.IndexOf(Places, g.Key.Is)))
        {
            var start = NaiveCell.Of(group.Where(d => Column(d.Before, from, scope) is not null).Select(d => d.Before!), scope, from);
            var end = NaiveCell.Of(group.Where(d => Column(d.After, to, scope) is not null).Select(d => d.After!), scope, to);
            lines.Add(Line(group.Key.Was, group.Key.Is, group.Count(), start.ToString(), end.ToString()));
        }

        return lines;
    }

    /// <summary>Every deal with its places, by id.</summary>
    public static IEnumerable<(string Id, string Was, string Is, NaiveState? Before, NaiveState? After)> Deals(
        IReadOnlyCollection<NaiveDeal> known, DateTimeOffset from, DateTimeOffset to, NaiveScope scope)
    {
        foreach (var deal in known.OrderBy(d => d.Id, StringComparer.Ordinal))
        {
            var (before, after) = (deal.At(from), deal.At(to));
            var (was, @is) = (Column(before, from, scope), Column(after, to, scope));
            if (was is not null || @is is not null)
            {
                yield return (deal.Id, was ?? CameFrom(before, scope), @is ?? WentTo(after!, scope), before, after);
            }
        }
    }

    public static string Line(string was, string @is, long deals, string start, string end) => $"{was} to {@is}: {deals} deals, {start} to {end}";

    private static string? Column(NaiveState? deal, DateTimeOffset at, NaiveScope scope)
    {
        if (deal is null || deal.Deleted || !scope.Period.Has(deal.CloseDate) || !scope.HasOwner(deal.Owner, at))
        {
            return null;
        }

        return deal.Outcome switch
        {
            "won" => "closed",
            "lost" => "lost",
            _ => char.ToLowerInvariant(deal.Category[0]) + deal.Category[1..],
        };
    }

    private static string CameFrom(NaiveState? before, NaiveScope scope)
    {
        if (before is null)
        {
            return "new";
        }

        if (before.Deleted)
        {
            return "restored";
        }

        if (scope.Period.Has(before.CloseDate))
        {
            return "transferredIn";
        }

        return before.CloseDate is { } day && day < scope.Period.First ? "pushedIn" : "pulledIn";
    }

    private static string WentTo(NaiveState after, NaiveScope scope)
    {
        if (after.Deleted)
        {
            return "deleted";
        }

        if (scope.Period.Has(after.CloseDate))
        {
            return "transferredOut";
        }

        if (after.Outcome == "open")
        {
            return after.CloseDate is { } day && day < scope.Period.First ? "pulledOut" : "pushedOut";
        }

        return after.Outcome == "won" ? "wonElsewhere" : "lostElsewhere";
    }
}
