using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;

namespace DealLedger.Postgres.Checkpoints;

/// <summary>
/// The deals with their close date in one month as they stood at an instant, summed by owner, and by type, segment and stage. Amounts of
/// another currency than the one to report in are kept apart, for each is converted by itself.
/// </summary>
internal sealed class MonthSums(string reportingCurrency)
{
    private readonly Dictionary<SumKey, SumOfDeals> _byOwner = [];
    private readonly Dictionary<SumKey, SumOfDeals> _byKind = [];

    /// <summary>The sums as they were packed.</summary>
    public static MonthSums Unpack(string reportingCurrency, byte[] byOwner, byte[] byKind)
    {
        var sums = new MonthSums(reportingCurrency);
        PackedSums.Read(byOwner, sums._byOwner.Add);
        PackedSums.Read(byKind, sums._byKind.Add);
        return sums;
    }

    /// <summary>Adds a deal, or takes it off with a sign of -1.</summary>
    public void Add(DealView deal, int sign)
    {
        Add(_byOwner, SumKey.ByOwner(deal, reportingCurrency), deal, sign);
        Add(_byKind, SumKey.ByKind(deal, reportingCurrency), deal, sign);
    }

    /// <summary>The sums of a month as bytes that depend on the deals alone.</summary>
    public PackedMonth Pack(DateOnly month) => new(month, PackedSums.Write(_byOwner), PackedSums.Write(_byKind));

    private static void Add(Dictionary<SumKey, SumOfDeals> sums, SumKey key, DealView deal, int sign)
    {
        var sum = sums.GetValueOrDefault(key) + SumOfDeals.Of(key, deal, sign);
        if (sum.IsNothing)
        {
            sums.Remove(key);
        }
        else
        {
            sums[key] = sum;
        }
    }
}

/// <summary>The sums of a month by owner and by kind, as they are stored.</summary>
internal sealed record PackedMonth(DateOnly Month, byte[] ByOwner, byte[] ByKind)
{
    /// <summary>Whether two are the same, byte by byte.</summary>
    public bool Is(PackedMonth other) => Month == other.Month && ByOwner.AsSpan().SequenceEqual(other.ByOwner) && ByKind.AsSpan().SequenceEqual(other.ByKind);
}

/// <summary>What deals of a sum have in common. Of those by owner type, segment and stage are left out, of those by kind the owner.</summary>
internal readonly record struct SumKey(
    string? Owner, string? Type, string? Segment, string? Stage, Outcome Standing, ForecastCategory Category, string? Currency, decimal? Each)
{
    /// <summary>The key of a deal among the sums by owner.</summary>
    public static SumKey ByOwner(DealView deal, string reportingCurrency) =>
        new(deal.Owner, null, null, null, deal.Standing, deal.Category, deal.Currency, EachOf(deal, reportingCurrency));

    /// <summary>The key of a deal among the sums by kind.</summary>
    public static SumKey ByKind(DealView deal, string reportingCurrency) =>
        new(null, deal.Type, deal.Segment, deal.Stage, deal.Standing, deal.Category, deal.Currency, EachOf(deal, reportingCurrency));

    /// <summary>The sums of these deals as a part of a forecast.</summary>
    public ForecastPart Part(string? key, SumOfDeals sum) =>
        new(key, Standing, Category, Currency, new AmountSum(sum.Amount, sum.WithAmount, Each), sum.WithoutAmount, sum.Weight);

    private static decimal? EachOf(DealView deal, string reportingCurrency) =>
        deal.Currency is { } currency && currency != reportingCurrency ? deal.Amount : null;
}

/// <summary>Deals added up; see <see cref="ForecastPart"/> for the weight.</summary>
internal readonly record struct SumOfDeals(decimal Amount, long WithAmount, long WithoutAmount, decimal Weight)
{
    /// <summary>Whether nothing is left in it. Changes come in any order, so that the deals alone may add up to none in between.</summary>
    public bool IsNothing => this == default;

    /// <summary>One deal, or one less with a sign of -1.</summary>
    public static SumOfDeals Of(SumKey key, DealView deal, int sign)
    {
        var weight = (key.Each is null ? deal.Amount * deal.Probability : deal.Probability) ?? 0;
        return deal.Amount is { } amount ? new(sign * amount, sign, 0, sign * weight) : new(0, 0, sign, sign * weight);
    }

    public static SumOfDeals operator +(SumOfDeals a, SumOfDeals b) =>
        new(a.Amount + b.Amount, a.WithAmount + b.WithAmount, a.WithoutAmount + b.WithoutAmount, a.Weight + b.Weight);
}
