using System.Globalization;

namespace DealLedger.Naive;

/// <summary>An amount, the deals behind it, and those of them without an amount.</summary>
public sealed record NaiveCell(decimal Amount, int Count, int WithoutAmount)
{
    public static NaiveCell Nothing { get; } = new(0, 0, 0);

    public static NaiveCell Of(IEnumerable<NaiveState> deals, NaiveScope scope, DateTimeOffset at)
    {
        var all = deals.ToList();
        return new NaiveCell(all.Sum(d => scope.Converted(d.Amount, d.Currency, at) ?? 0), all.Count, all.Count(d => d.Amount is null));
    }

    public override string ToString() => $"{NaiveText.Number(Amount)}/{Count}/{WithoutAmount}";
}

/// <summary>A period, first and last day, by its name.</summary>
public sealed record NaivePeriod(string Id, DateOnly First, DateOnly Last)
{
    /// <summary>The period of that name in a calendar whose fiscal year begins with a month; the year is that in which it ends.</summary>
    public static NaivePeriod Named(string id, int firstMonth)
    {
        var year = int.Parse(id[..4], CultureInfo.InvariantCulture);
        var yearBegins = new DateOnly(year, 1, 1).AddMonths(firstMonth == 1 ? 0 : firstMonth - 13);
        if (id.Length == 4)
        {
            return new NaivePeriod(id, yearBegins, yearBegins.AddMonths(12).AddDays(-1));
        }

        if (id[5] == 'Q')
        {
            var begins = yearBegins.AddMonths((id[6] - '1') * 3);
            return new NaivePeriod(id, begins, begins.AddMonths(3).AddDays(-1));
        }

        var month = new DateOnly(year, int.Parse(id[5..], CultureInfo.InvariantCulture), 1);
        return new NaivePeriod(id, month, month.AddMonths(1).AddDays(-1));
    }

    /// <summary>The last day of the fiscal quarter of a day: walks to the end of the month, on until a quarter ends.</summary>
    public static DateOnly LastDayOfQuarter(DateOnly day, int firstMonth)
    {
        var month = day.Month;
        var year = day.Year;
        while ((month - firstMonth + 12) % 3 != 2)
        {
            month++;
            if (month == 13)
            {
                month = 1;
                year++;
            }
        }

        return year > 9999 ? DateOnly.MaxValue : new DateOnly(year, month, DateTime.DaysInMonth(year, month));
    }

    public bool Has(DateOnly? day) => day is not null && day >= First && day <= Last;

    /// <summary>The last microsecond before the period, in UTC.</summary>
    public DateTimeOffset WindowFrom => new DateTimeOffset(First.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-10);

    /// <summary>The period's own last microsecond, in UTC.</summary>
    public DateTimeOffset WindowTo => new DateTimeOffset(Last.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(1).AddTicks(-10);
}

/// <summary>Whose pipeline of which period is looked at.</summary>
public sealed record NaiveScope(NaivePeriod Period, string? Owner, string ReportingCurrency)
{
    public NaiveLines Lines { get; init; } = NaiveLines.None;

    public NaiveRates Rates { get; init; } = NaiveRates.None;

    /// <summary>The instant whose hierarchy counts for all others, if any.</summary>
    public DateTimeOffset? Always { get; init; }

    public string? Team { get; init; }

    public string? RowTeam { get; init; }

    public List<string> TeamsOf(string? owner, DateTimeOffset at) => Lines.TeamsOf(owner, Always ?? at, Team);

    public bool HasOwner(string? owner, DateTimeOffset at) =>
        (Owner is null || Owner == (owner ?? ""))
        && (Team is null || TeamsOf(owner, at).Contains(Team))
        && (RowTeam is null || TeamsOf(owner, at).Contains(RowTeam));

    /// <summary>The instants at which the hierarchy or a rate may have changed.</summary>
    public List<DateTimeOffset> MovesIn(DateTimeOffset from, DateTimeOffset to) =>
        [.. (Always is null ? Lines.InstantsIn(from, to) : []).Concat(Rates.InstantsIn(from, to)).Distinct().Order()];

    /// <summary>An amount in the reporting currency at an instant; none where there is no amount, or no rate.</summary>
    public decimal? Converted(decimal? amount, string? currency, DateTimeOffset at) =>
        amount is null || currency is null || currency == ReportingCurrency ? amount : Rates.Convert(amount.Value, currency, ReportingCurrency, at);

    /// <summary>Amounts that no rate converts, as lines of text.</summary>
    public IEnumerable<string> Unconverted(IEnumerable<(NaiveState Deal, DateTimeOffset At)> deals) => deals
        .Where(d => d.Deal.Amount is not null && Converted(d.Deal.Amount, d.Deal.Currency, d.At) is null)
        .GroupBy(d => d.Deal.Currency!).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(c => $"{c.Key} {NaiveText.Number(c.Sum(d => d.Deal.Amount!.Value))}/{c.Count()}");

    /// <summary>In the open pipeline of the period and the scope.</summary>
    public bool Counts(NaiveState? deal, DateTimeOffset at) =>
        deal is not null && deal.Outcome == "open" && deal.Category != "Omitted" && Period.Has(deal.CloseDate) && HasOwner(deal.Owner, at);

    public NaiveCell CellOf(NaiveState? deal, DateTimeOffset at) => Counts(deal, at) ? NaiveCell.Of([deal!], this, at) : NaiveCell.Nothing;

    public List<string> KeysOf(string by, string dealId, NaiveState deal, DateTimeOffset at) =>
        by == "team" ? TeamsOf(deal.Owner, at) : [KeyOf(by, dealId, deal)];

    public static string KeyOf(string by, string dealId, NaiveState deal) => by switch
    {
        "owner" => deal.Owner ?? "",
        "type" => deal.Type ?? "",
        "segment" => deal.Segment ?? "",
        "stage" => deal.Stage ?? "",
        "deal" => dealId,
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "Not grouped by."),
    };
}

/// <summary>One spelling of numbers, so that answers compare as text.</summary>
public static class NaiveText
{
    public static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
