using System.Runtime.InteropServices;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;

namespace DealLedger.Postgres.Checkpoints;

/// <summary>
/// The deals with their close date in one month as they stood at an instant, summed by owner, and by type, segment and stage. Amounts of
/// another currency than the one to report in are kept apart, for each is converted by itself. What changed since it was last packed is
/// packed by itself, until all that was together would be as much as the whole.
/// </summary>
internal sealed class MonthSums(SumGroups groups, string reportingCurrency)
{
    private readonly Dictionary<SumKey, SumOfDeals> _byOwner = [];
    private readonly Dictionary<SumKey, SumOfDeals> _byKind = [];
    private readonly Dictionary<SumKey, SumOfDeals> _ownersChanged = [];
    private readonly Dictionary<SumKey, SumOfDeals> _kindsChanged = [];
    private DateTime? _wholeAt;
    private long _sinceWhole;

    /// <summary>Adds a deal, or takes it off with a sign of -1.</summary>
    public void Add(DealView deal, int sign)
    {
        var each = SumKey.EachOf(deal, reportingCurrency);
        var sum = SumOfDeals.Of(each, deal, sign);
        var owner = new SumKey(groups.Number(SumGroup.ByOwner(deal)), deal.Standing, deal.Category, each);
        var kind = new SumKey(groups.Number(SumGroup.ByKind(deal)), deal.Standing, deal.Category, each);
        Add(_byOwner, owner, sum);
        Add(_ownersChanged, owner, sum);
        Add(_byKind, kind, sum);
        Add(_kindsChanged, kind, sum);
    }

    /// <summary>The sums at an instant as bytes that depend on the deals, the numbers of their groups and the instants packed before alone.</summary>
    public PackedMonth Pack(DateOnly month, DateTime at)
    {
        _sinceWhole += _ownersChanged.Count + _kindsChanged.Count;
        if (_wholeAt is null || _sinceWhole >= _byOwner.Count + _byKind.Count)
        {
            (_wholeAt, _sinceWhole) = (at, 0);
        }

        var isWhole = _wholeAt == at;
        var packed = new PackedMonth(
            month, at, _wholeAt.Value, PackedSums.Write(isWhole ? _byOwner : _ownersChanged), PackedSums.Write(isWhole ? _byKind : _kindsChanged));
        _ownersChanged.Clear();
        _kindsChanged.Clear();
        return packed;
    }

    /// <summary>Takes in what was packed: from the last whole on, in the order of time.</summary>
    public void Unpack(PackedMonth packed)
    {
        var sums = 0L;
        PackedSums.Read(packed.ByOwner, (in SumKey key, in SumOfDeals sum) => Count(_byOwner, key, sum));
        PackedSums.Read(packed.ByKind, (in SumKey key, in SumOfDeals sum) => Count(_byKind, key, sum));
        (_wholeAt, _sinceWhole) = (packed.WholeAt, packed.IsWhole ? 0 : _sinceWhole + sums);

        void Count(Dictionary<SumKey, SumOfDeals> to, SumKey key, SumOfDeals sum)
        {
            Add(to, key, sum);
            sums++;
        }
    }

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

/// <summary>The sums of a month by owner and by kind, as they are stored at an instant: whole, or what changed since those before, the first of which were whole.</summary>
internal sealed record PackedMonth(DateOnly Month, DateTime At, DateTime WholeAt, byte[] ByOwner, byte[] ByKind)
{
    /// <summary>Whether these are the sums of all deals.</summary>
    public bool IsWhole => At == WholeAt;

    /// <summary>Whether two are the same, byte by byte.</summary>
    public bool Is(PackedMonth other) =>
        (Month, At, WholeAt) == (other.Month, other.At, other.WholeAt) && ByOwner.AsSpan().SequenceEqual(other.ByOwner) && ByKind.AsSpan().SequenceEqual(other.ByKind);
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
