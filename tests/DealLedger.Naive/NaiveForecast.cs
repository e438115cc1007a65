namespace DealLedger.Naive;

/// <summary>The forecast of DEFINITIONS 3, counted deal by deal; told as lines of text, so that any two answers compare.</summary>
public static class NaiveForecast
{
    private static readonly string[] Ladder = ["commit", "mostLikely", "bestCase", "pipeline"];

    public static List<string> Lines(
        IEnumerable<NaiveDeal> known, DateTimeOffset asOf, NaiveScope scope, string by, bool cumulative)
    {
        var deals = new List<(string Id, NaiveState State)>();
        foreach (var deal in known)
        {
            var state = deal.At(asOf);
            if (state is not null && !state.Deleted && scope.Period.Has(state.CloseDate) && scope.HasOwner(state.Owner, asOf))
            {
                deals.Add((deal.Id, state));
            }
        }

        var lines = new List<string> { Row("total", deals.Select(d => d.State), scope, asOf, cumulative) };
        if (by != "none")
        {
            foreach (var group in deals.SelectMany(d => scope.KeysOf(by, d.Id, d.State, asOf).Select(k => (Key: k, d.State))).GroupBy(d => d.Key).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                lines.Add("row " + Row(group.Key, group.Select(d => d.State), scope, asOf, cumulative));
            }
        }

        lines.AddRange(scope.Unconverted(deals.Select(d => (d.State, asOf))).Select(u => "unconverted " + u));
        return lines;
    }

    private static string Row(string key, IEnumerable<NaiveState> deals, NaiveScope scope, DateTimeOffset asOf, bool cumulative)
    {
        var all = deals.ToList();
        var cells = new Dictionary<string, NaiveCell>();
        foreach (var column in new[] { "closed", "commit", "mostLikely", "bestCase", "pipeline", "omitted" })
        {
            cells[column] = NaiveCell.Of(all.Where(d => Column(d) == column), scope, asOf);
        }

        if (cumulative)
        {
            var sum = cells["closed"];
            foreach (var column in Ladder)
            {
                var own = cells[column];
                sum = new NaiveCell(sum.Amount + own.Amount, sum.Count + own.Count, sum.WithoutAmount + own.WithoutAmount);
                cells[column] = sum;
            }
        }

        cells["lost"] = NaiveCell.Of(all.Where(d => d.Outcome == "lost"), scope, asOf);
        var open = all.Where(d => d.Outcome == "open" && d.Category != "Omitted").ToList();
        cells["openPipeline"] = NaiveCell.Of(open, scope, asOf);
        var weighted = open.Sum(d => (scope.Converted(d.Amount, d.Currency, asOf) ?? 0) * (d.Probability ?? 0) / 100);
        return $"{key}: {string.Join(", ", cells.Select(c => $"{c.Key} {c.Value}"))}, weighted {NaiveText.Number(weighted)}";
    }

    private static string Column(NaiveState deal)
    {
        if (deal.Outcome == "won")
        {
            return "closed";
        }

        if (deal.Outcome == "lost")
        {
            return "omitted";
        }

        return deal.Category switch
        {
            "Closed" => "closed",
            "Commit" => "commit",
            "MostLikely" => "mostLikely",
            "BestCase" => "bestCase",
            "Pipeline" => "pipeline",
            _ => "omitted",
        };
    }
}
