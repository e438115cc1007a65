namespace DealLedger.Naive;

/// <summary>The steps of DEFINITIONS 4, walked one after another over a list of what the deal looks like after each.</summary>
public static class NaiveSplit
{
    private sealed record Look(string Standing, bool Deleted, bool Omitted, decimal? Amount, string? Currency, DateOnly? Date, string? Owner, DateTimeOffset Teams, DateTimeOffset Rates)
    {
        public bool IsOpen => Standing == "open" && !Deleted;

        public static Look? Of(NaiveState? deal, DateTimeOffset at) => deal is null
            ? null
            : new Look(deal.Standing, deal.Deleted, deal.Category == "Omitted", deal.Amount, deal.Currency, deal.CloseDate, deal.Owner, at, at);

        public decimal Value(NaiveScope scope) =>
            IsOpen && !Omitted && scope.Period.Has(Date) && scope.HasOwner(Owner, Teams) ? scope.Converted(Amount, Currency, Rates) ?? 0 : 0;
    }

    /// <summary>The movements between a state at one instant and a state at another; the instants say whose hierarchy and rates hold.</summary>
    public static List<(string Kind, decimal Amount)> Between(
        NaiveState? before, NaiveState? after, NaiveScope scope, DateTimeOffset earlier, DateTimeOffset later)
    {
        var movements = new List<(string Kind, decimal Amount)>();
        var value = Look.Of(before, earlier)?.Value(scope) ?? 0;
        foreach (var (kind, look) in Steps(Look.Of(before, earlier), Look.Of(after, later), scope))
        {
            if (look.Value(scope) != value)
            {
                movements.Add((kind, look.Value(scope) - value));
                value = look.Value(scope);
            }
        }

        return movements;
    }

    private static IEnumerable<(string Kind, Look Look)> Steps(Look? look, Look? later, NaiveScope scope)
    {
        if (later is null || (look is null && later.Deleted))
        {
            yield break;
        }

        // 1. coming in
        if (look is null)
        {
            look = later with { Standing = "open", Omitted = later.Standing == "open" && later.Omitted };
            yield return ("new", look);
        }

        if (look.Deleted && !later.Deleted)
        {
            look = look with { Deleted = false };
            yield return ("restored", look);
        }

        if (look.Standing != "open" && later.IsOpen)
        {
            look = look with { Standing = "open", Omitted = later.Omitted };
            yield return ("reopened", look);
        }

        if (look.IsOpen && look.Omitted && ((later.IsOpen && !later.Omitted) || (later.Standing == "won" && !later.Deleted)))
        {
            look = look with { Omitted = false };
            yield return ("unomitted", look);
        }

        // 2. going out other than won
        if (later.Deleted)
        {
            look = look with { Deleted = true };
            yield return ("deleted", look);
        }
        else if (later.Standing == "lost")
        {
            look = look with { Standing = "lost" };
            yield return ("lost", look);
        }
        else if (later.Standing == "open" && later.Omitted)
        {
            look = look with { Omitted = true };
            yield return ("omitted", look);
        }

        // 3. close date
        var isLater = later.Date is null || (look.Date is not null && later.Date > look.Date);
        var isIn = scope.Period.Has(later.Date);
        look = look with { Date = later.Date };
        yield return (isIn ? isLater ? "pushedIn" : "pulledIn" : isLater ? "pushedOut" : "pulledOut", look);

        // 4. amount, in whatever currency
        var worth = look.Value(scope);
        look = look with { Amount = later.Amount, Currency = later.Currency };
        yield return (look.Value(scope) > worth ? "increased" : "decreased", look);

        // 5. currency rate
        look = look with { Rates = later.Rates };
        yield return ("currency", look);

        // 6. owner, then hierarchy
        look = look with { Owner = later.Owner };
        yield return (scope.HasOwner(later.Owner, look.Teams) ? "transferredIn" : "transferredOut", look);
        look = look with { Teams = later.Teams };
        yield return (scope.HasOwner(later.Owner, later.Teams) ? "realignedIn" : "realignedOut", look);

        // 7. won
        yield return ("won", later);
    }
}
