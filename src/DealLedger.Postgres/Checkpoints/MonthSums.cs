using System.Runtime.InteropServices;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;

namespace DealLedger.Postgres.Checkpoints;

/// <summary>
/// The deals with their close date in one month as they stood at an instant, summed by owner, and by type, segment and stage. Amounts of
/// another currency than the one to report in are kept apart, for each is converted by itself.
/// </summary>
internal sealed class MonthSums(SumGroups groups, string reportingCurrency)
{
    private readonly Dictionary<SumKey, SumOfDeals> _byOwner = [];
    private readonly Dictionary<SumKey, SumOfDeals> _byKind = [];

    /// <summary>The sums as they were packed.</summary>
    public static MonthSums Unpack(SumGroups groups, string reportingCurrency, byte[] byOwner, byte[] byKind)
    {
        var sums = new MonthSums(groups, reportingCurrency);
        PackedSums.Read(byOwner, sums._byOwner.Add);
        PackedSums.Read(byKind, sums._byKind.Add);
        return sums;
    }

    /// <summary>Adds a deal, or takes it off with a sign of -1.</summary>
    public void Add(DealView deal, int sign)
    {
        var each = SumKey.EachOf(deal, reportingCurrency);
        var sum = SumOfDeals.Of(each, deal, sign);
        Add(_byOwner, new SumKey(groups.Number(SumGroup.ByOwner(deal)), deal.Standing, deal.Category, each), sum);
        Add(_byKind, new SumKey(groups.Number(SumGroup.ByKind(deal)), deal.Standing, deal.Category, each), sum);
    }

    /// <summary>The sums of a month as bytes that depend on the deals and the numbers of their groups alone.</summary>
    public PackedMonth Pack(DateOnly month) => new(month, PackedSums.Write(_byOwner), PackedSums.Write(_byKind));

    private static void Add(Dictionary<SumKey, SumOfDeals> sums, SumKey key, SumOfDeals more)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        sum += more;
        if (sum.IsNothing)
        {
            sums.Remove(key);
        }
    }
}

/// <summary>The sums of a month by owner and by kind, as they are stored.</summary>
internal sealed record PackedMonth(DateOnly Month, byte[] ByOwner, byte[] ByKind)
{
    /// <summary>Whether two are the same, byte by byte.</summary>
    public bool Is(PackedMonth other) => Month == other.Month && ByOwner.AsSpan().SequenceEqual(other.ByOwner) && ByKind.AsSpan().SequenceEqual(other.ByKind);
}

/// <summary>What the deals of a sum have in common: the number of their group, outcome and category, and the amount where each is converted by itself.</summary>
internal readonly record struct SumKey(int Group, Outcome Standing, ForecastCategory Category, decimal? Each) : IComparable<SumKey>
{
    /// <summary>The amount of a deal that is converted by itself; none where it is in the currency to report in.</summary>
    public static decimal? EachOf(DealView deal, string reportingCurrency) =>
        deal.Currency is { } currency && currency != reportingCurrency ? deal.Amount : null;

    /// <inheritdoc/>
    public int CompareTo(SumKey other)
    {
        var order = Group.CompareTo(other.Group);
        order = order != 0 ? order : Standing.CompareTo(other.Standing);
        order = order != 0 ? order : Category.CompareTo(other.Category);
        return order != 0 ? order : Nullable.Compare(Each, other.Each);
    }
}

/// <summary>Deals added up; see <see cref="ForecastPart"/> for the weight.</summary>
internal readonly record struct SumOfDeals(decimal Amount, long WithAmount, long WithoutAmount, decimal Weight)
{
    /// <summary>Whether nothing is left in it. Changes come in any order, so that the deals alone may add up to none in between.</summary>
    public bool IsNothing => this == default;

    /// <summary>One deal, or one less with a sign of -1; its amount comes by itself where it is to be converted.</summary>
    public static SumOfDeals Of(decimal? each, DealView deal, int sign)
    {
        var weight = (each is null ? deal.Amount * deal.Probability : deal.Probability) ?? 0;
        return deal.Amount is { } amount ? new(sign * amount, sign, 0, sign * weight) : new(0, 0, sign, sign * weight);
    }

    public static SumOfDeals operator +(SumOfDeals a, SumOfDeals b) =>
        new(a.Amount + b.Amount, a.WithAmount + b.WithAmount, a.WithoutAmount + b.WithoutAmount, a.Weight + b.Weight);
}
