namespace DealLedger.Naive;

/// <summary>The slippage of DEFINITIONS 5, push by push; told as lines of text.</summary>
public static class NaiveSlippage
{
    private sealed record Move(
        string DealId, List<string> Keys, decimal Amount, int Days, bool LeftQuarter, bool LeftMonth);

    private sealed record Basis(List<string> Keys, decimal Amount, bool StillOpen);

    /// <summary>Total and rows; a row with nothing in it is left out. The basis is that of the scope's period, when there is one.</summary>
    public static List<string> Lines(
        IReadOnlyCollection<NaiveDeal> deals, DateTimeOffset from, DateTimeOffset to, NaivePeriod? period, NaiveScope question,
        string by, string basis, int firstMonth)
    {
        var scope = question with { Period = period ?? new NaivePeriod("", DateOnly.MinValue, DateOnly.MinValue) };
        var moves = deals.SelectMany(d => Moves(d, from, to, scope, by, firstMonth)).ToList();
        var parts = period is null ? [] : deals.SelectMany(d => BasisOf(d, from, to, scope, by, basis)).ToList();
        var lifetime = deals.ToDictionary(d => d.Id, d => d.At(to)?.TimesPushed ?? 0);

        var lines = new List<string> { Row("total", moves, parts, lifetime, period is not null) };
        if (by != "none")
        {
            foreach (var key in moves.SelectMany(m => m.Keys).Concat(parts.SelectMany(p => p.Keys)).Distinct().Order(StringComparer.Ordinal))
            {
                var (keyMoves, keyParts) = (moves.FindAll(m => m.Keys.Contains(key)), parts.FindAll(p => p.Keys.Contains(key)));
                if (keyMoves.Count > 0 || keyParts.Sum(p => p.Amount) != 0)
                {
                    lines.Add("row " + Row(key, keyMoves, keyParts, lifetime, period is not null));
                }
            }
        }

        return lines;
    }

    private static IEnumerable<Move> Moves(NaiveDeal deal, DateTimeOffset from, DateTimeOffset to, NaiveScope scope, string by, int firstMonth)
    {
        foreach (var change in deal.Within(from, to))
        {
            if (change.PushDays is not { } days || !scope.HasOwner(change.Before!.Owner, change.At))
            {
                continue;
            }

            var (old, moved) = (change.Before.CloseDate!.Value, change.After!.CloseDate!.Value);
            yield return new Move(
                deal.Id,
                by == "none" ? [""] : scope.KeysOf(by, deal.Id, change.Before, change.At),
                scope.Converted(change.Before.Amount, change.Before.Currency, change.At) ?? 0,
                days,
                moved > NaivePeriod.LastDayOfQuarter(old, firstMonth),
                old.Year != moved.Year || old.Month != moved.Month);
        }
    }

    private static IEnumerable<Basis> BasisOf(NaiveDeal deal, DateTimeOffset from, DateTimeOffset to, NaiveScope scope, string by, string basis)
    {
        var before = deal.At(from);
        if (before is null || !scope.Counts(before, from))
        {
            yield break;
        }

        var counted = basis switch
        {
            "commit" => before.Category == "Commit",
            "forecast" => before.Category is "Commit" or "MostLikely" or "BestCase",
            _ => true,
        };
        if (counted)
        {
            yield return new Basis(
                by == "none" ? [""] : scope.KeysOf(by, deal.Id, before, from), scope.CellOf(before, from).Amount, deal.At(to)!.Outcome == "open");
        }
    }

    private static string Row(string key, List<Move> moves, List<Basis> basis, Dictionary<string, int> lifetime, bool hasPeriod)
    {
        var pushes = moves.FindAll(m => m.Days > 0);
        var pulls = moves.FindAll(m => m.Days < 0);
        var slips = pushes.FindAll(m => m.LeftQuarter);
        var basisAmount = basis.Sum(b => b.Amount);
        var slipped = basis.Where(b => b.StillOpen).Sum(b => b.Amount);
        var most = pushes.Select(m => m.DealId).Distinct().OrderByDescending(id => lifetime[id]).ThenBy(id => id, StringComparer.Ordinal).Take(5);
        return Line(
            key, pushes.Count, Deals(pushes), pushes.Sum(m => m.Amount), pushes.Sum(m => m.Days),
            pushes.Count == 0 ? 0 : decimal.Round((decimal)pushes.Sum(m => m.Days) / pushes.Count, 1), Median([.. pushes.Select(m => m.Days)]),
            slips.Count, Deals(slips), slips.Sum(m => m.Amount), pushes.Count(m => m.LeftMonth), pulls.Count, pulls.Sum(m => m.Amount),
            basisAmount, slipped, hasPeriod && basisAmount != 0 ? decimal.Round(slipped / basisAmount, 4) : null, most.Select(id => (id, lifetime[id])));
    }

    /// <summary>One line of a slippage answer as text.</summary>
    public static string Line(
        string key, long pushes, long dealsPushed, decimal amountPushed, long days, decimal average, decimal median, long slips, long dealsSlipped,
        decimal amountSlipped, long monthSlips, long pullIns, decimal amountPulledIn, decimal basis, decimal slipped, decimal? rate,
        IEnumerable<(string Id, int Times)> mostPushed) =>
        $"{key}: {pushes} pushes of {dealsPushed} over {NaiveText.Number(amountPushed)}, {days} days, average {NaiveText.Number(average)}, median {NaiveText.Number(median)}; "
        + $"{slips} slips of {dealsSlipped} over {NaiveText.Number(amountSlipped)}, {monthSlips} of the month; {pullIns} pull-ins over {NaiveText.Number(amountPulledIn)}; "
        + $"{NaiveText.Number(slipped)} of {NaiveText.Number(basis)} slipped, rate {(rate is { } r ? NaiveText.Number(r) : "none")}; "
        + $"most pushed {string.Join(' ', mostPushed.Select(m => $"{m.Id}:{m.Times}"))}";

    private static int Deals(List<Move> moves) => moves.Select(m => m.DealId).Distinct().Count();

    private static decimal Median(List<int> days)
    {
        days.Sort();
        return days.Count == 0 ? 0 : ((decimal)days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2;
    }
}
