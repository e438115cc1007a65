namespace DealLedger.Naive;

/// <summary>One movement of one deal; positions are those of the events of the change that it is told of.</summary>
public sealed record NaiveMovement(string Kind, decimal Amount, DateTimeOffset At, IReadOnlyList<long> Positions);

/// <summary>One deal of a waterfall.</summary>
public sealed record NaiveChangedDeal(string Id, string Name, string Owner, decimal Start, decimal End, bool RoundTrip, IReadOnlyList<NaiveMovement> Movements)
{
    public override string ToString() => NaiveWaterfall.Line(Id, Name, Owner, Start, End, RoundTrip, Movements.Select(m => (m.Kind, m.Amount)));
}

/// <summary>The waterfall of DEFINITIONS 4, taken once for the whole and once more for every group, deal by deal.</summary>
public static class NaiveWaterfall
{
    private static readonly string[] Kinds =
    [
        "new", "reopened", "restored", "unomitted", "lost", "deleted", "omitted", "pulledIn", "pushedIn", "pushedOut", "pulledOut",
        "increased", "decreased", "currency", "transferredIn", "transferredOut", "realignedIn", "realignedOut", "won",
    ];

    /// <summary>The total and the rows as lines of text.</summary>
    public static List<string> Lines(
        IReadOnlyCollection<NaiveDeal> deals, DateTimeOffset from, DateTimeOffset to, NaiveScope scope, string mode, string by)
    {
        var lines = new List<string> { Row("total", deals, from, to, scope, mode)! };
        if (by == "owner")
        {
            var owners = deals.SelectMany(d => d.Changes).Where(c => c.After is not null).Select(c => c.After!.Owner ?? "").Distinct();
            foreach (var owner in owners.Where(o => scope.Owner is null || scope.Owner == o).Order(StringComparer.Ordinal))
            {
                AddRow(lines, Row(owner, deals, from, to, scope with { Owner = owner }, mode));
            }
        }
        else if (by == "team")
        {
            foreach (var team in scope.Lines.People.Append("").Order(StringComparer.Ordinal))
            {
                AddRow(lines, Row(team, deals, from, to, scope with { RowTeam = team }, mode));
            }
        }
        else if (by != "none")
        {
            var standing = deals.Where(d => d.At(to) is not null);
            foreach (var group in standing.GroupBy(d => NaiveScope.KeyOf(by, d.Id, d.At(to)!)).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                AddRow(lines, Row(group.Key, group, from, to, scope, mode));
            }
        }

        var atStart = deals.Select(d => d.At(from)).Where(s => scope.Counts(s, from)).Select(s => (s!, from));
        var atEnd = deals.Select(d => d.At(to)).Where(s => scope.Counts(s, to)).Select(s => (s!, to));
        return [.. lines, .. scope.Unconverted(atStart).Select(u => "unconverted at start " + u), .. scope.Unconverted(atEnd).Select(u => "unconverted " + u)];
    }

    /// <summary>The deals with a movement or a round trip: largest absolute movement first, then by id.</summary>
    public static List<NaiveChangedDeal> Deals(
        IEnumerable<NaiveDeal> deals, DateTimeOffset from, DateTimeOffset to, NaiveScope scope, string mode) =>
        [.. deals
            .Where(d => d.At(to) is not null)
            .Select(d => Deal(d, from, to, scope, mode))
            .Where(d => d.Movements.Count > 0 || d.RoundTrip)
            .OrderByDescending(d => d.Movements.Count == 0 ? 0 : d.Movements.Max(m => Math.Abs(m.Amount)))
            .ThenBy(d => d.Id, StringComparer.Ordinal)];

    /// <summary>One deal of a waterfall as a line of text.</summary>
    public static string Line(string id, string name, string owner, decimal start, decimal end, bool roundTrip, IEnumerable<(string Kind, decimal Amount)> movements) =>
        $"deal {id} {name} of {owner}: {NaiveText.Number(start)} to {NaiveText.Number(end)}{(roundTrip ? " roundTrip" : "")}:"
        + string.Concat(movements.Select(m => $" {m.Kind} {NaiveText.Number(m.Amount)}"));

    private static void AddRow(List<string> lines, string? row)
    {
        if (row is not null)
        {
            lines.Add("row " + row);
        }
    }

    private static string? Row(string key, IEnumerable<NaiveDeal> deals, DateTimeOffset from, DateTimeOffset to, NaiveScope scope, string mode)
    {
        var all = deals.ToList();
        var start = NaiveCell.Of(all.Select(d => d.At(from)).Where(s => scope.Counts(s, from))!, scope, from);
        var end = NaiveCell.Of(all.Select(d => d.At(to)).Where(s => scope.Counts(s, to))!, scope, to);
        var movements = all.SelectMany(d => Movements(d, from, to, scope, mode).Select(m => (d.Id, m.Kind, m.Amount))).ToList();
        if (start.Amount + movements.Sum(m => m.Amount) != end.Amount)
        {
            throw new InvalidOperationException($"{key}: {start} and its movements do not make {end}.");
        }

        if (key != "total" && start == NaiveCell.Nothing && end == NaiveCell.Nothing && movements.Count == 0)
        {
            return null;
        }

        var told = Kinds.Where(k => movements.Exists(m => m.Kind == k)).Select(k =>
            $" {k} {NaiveText.Number(movements.Where(m => m.Kind == k).Sum(m => m.Amount))} in {movements.Where(m => m.Kind == k).Select(m => m.Id).Distinct().Count()}");
        return $"{key}: {start} to {end}:{string.Concat(told)}";
    }

    private static List<(string Kind, decimal Amount)> Movements(NaiveDeal deal, DateTimeOffset from, DateTimeOffset to, NaiveScope scope, string mode) =>
        mode == "net"
            ? NaiveSplit.Between(deal.At(from), deal.At(to), scope, from, to)
            : [.. Path(deal, from, to, scope).SelectMany(p => p.Movements)];

    // Between two moves in the hierarchy the changes of the deal, then what the move did to the state that they left.
    private static IEnumerable<(NaiveChange? Change, DateTimeOffset At, List<(string Kind, decimal Amount)> Movements)> Path(
        NaiveDeal deal, DateTimeOffset from, DateTimeOffset to, NaiveScope scope)
    {
        var since = from;
        foreach (var move in scope.MovesIn(from, to))
        {
            var before = move.AddTicks(-10);
            foreach (var change in deal.Within(since, move))
            {
                yield return (change, change.At, NaiveSplit.Between(change.Before, change.After, scope, before, before));
            }

            yield return (null, move, NaiveSplit.Between(deal.At(move), deal.At(move), scope, before, move));
            since = move;
        }

        foreach (var change in deal.Within(since, to))
        {
            yield return (change, change.At, NaiveSplit.Between(change.Before, change.After, scope, to, to));
        }
    }

    private static NaiveChangedDeal Deal(NaiveDeal deal, DateTimeOffset from, DateTimeOffset to, NaiveScope scope, string mode)
    {
        var window = deal.Within(from, to);
        var last = deal.At(to)!;
        var movements = mode == "net"
            ? NaiveSplit.Between(deal.At(from), deal.At(to), scope, from, to)
                .Select(m => m.Kind == "currency"
                    ? Revalued(m.Amount, last.Currency!, from, to, scope)
                    : Told(m, m.Kind.StartsWith("realigned", StringComparison.Ordinal) ? null : LastTouching(m.Kind, window), to))
            : Path(deal, from, to, scope).SelectMany(p => p.Movements.Select(m => m.Kind == "currency"
                ? Revalued(m.Amount, deal.At(p.At)!.Currency!, from, p.At, scope)
                : Told(m, p.Change, p.At)));
        return new NaiveChangedDeal(
            deal.Id, last.Name ?? deal.Id, last.Owner ?? "", scope.CellOf(deal.At(from), from).Amount, scope.CellOf(last, to).Amount,
            ByKind(Movements(deal, from, to, scope, "net")) != ByKind(Movements(deal, from, to, scope, "path")), [.. movements]);
    }

    private static NaiveMovement Revalued(decimal amount, string currency, DateTimeOffset from, DateTimeOffset to, NaiveScope scope)
    {
        var (at, positions) = scope.Rates.LastTurn(currency, scope.ReportingCurrency, from, to);
        return new NaiveMovement("currency", amount, at, positions);
    }

    private static NaiveMovement Told((string Kind, decimal Amount) movement, NaiveChange? change, DateTimeOffset at) =>
        new(movement.Kind, movement.Amount, change?.At ?? at, [.. (change?.Events ?? []).Select(e => e.Position)]);

    private static string ByKind(List<(string Kind, decimal Amount)> movements) =>
        string.Join(' ', movements.GroupBy(m => m.Kind).OrderBy(g => g.Key).Select(g => $"{g.Key}={NaiveText.Number(g.Sum(m => m.Amount))}"));

    private static NaiveChange LastTouching(string kind, List<NaiveChange> window)
    {
        return window.Last(c => c.Before is null || Field(c.Before) != Field(c.After!));

        string? Field(NaiveState deal) => kind switch
        {
            "new" => "",
            "reopened" or "lost" or "won" => deal.Standing,
            "restored" or "deleted" => deal.Deleted.ToString(),
            "omitted" or "unomitted" => deal.Category,
            "pulledIn" or "pushedIn" or "pushedOut" or "pulledOut" => $"{deal.CloseDate:O}",
            "increased" or "decreased" => $"{(deal.Amount is { } amount ? NaiveText.Number(amount) : "none")} {deal.Currency}",
            _ => deal.Owner,
        };
    }
}
