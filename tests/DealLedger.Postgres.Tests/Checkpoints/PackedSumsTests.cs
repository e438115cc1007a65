using DealLedger.Core.Opportunities;
using DealLedger.Postgres.Checkpoints;

namespace DealLedger.Postgres.Tests.Checkpoints;

public sealed class PackedSumsTests
{
    private static readonly decimal[] Amounts =
        [0, 1, -1, 0.1m, 100.50m, 100.5m, -0.0001m, 9_223_372_036_854_775_807m, 9_223_372_036_854_775_808m, -79_228_162_514_264_337_593_543.9503m, 0.0000000000000000000000000001m];

    [Fact]
    public void Sums_come_out_as_they_went_in()
    {
        var random = new Random(1);
        var sums = new Dictionary<SumKey, SumOfDeals>();
        for (var i = 0; i < 500; i++)
        {
            var key = new SumKey(
                random.Next(40) * random.Next(40), (Outcome)random.Next(3), (ForecastCategory)random.Next(6),
                random.Next(2) == 0 ? null : Amounts[random.Next(Amounts.Length)]);
            sums[key] = new SumOfDeals(Amounts[random.Next(Amounts.Length)], random.Next(-3, 400), random.Next(2) * random.Next(-3, 400), Amounts[random.Next(Amounts.Length)]);
        }

        var read = new Dictionary<SumKey, SumOfDeals>();
        PackedSums.Read(PackedSums.Write(sums), (in SumKey key, in SumOfDeals sum) => read.Add(key, sum));

        read.Count.ShouldBe(sums.Count);
        read.ShouldAllBe(s => sums[s.Key] == s.Value);
    }

    [Fact]
    public void Sums_give_the_same_bytes_in_whatever_order_deals_came_and_went()
    {
        var deals = Enumerable.Range(0, 60).Select(i => Deal($"rep {i % 7}", i % 5 == 0 ? null : 100.10m * i, i % 3 == 0 ? "EUR" : "USD")).ToList();
        var groups = new SumGroups();
        var (one, other) = (new MonthSums(groups, "USD"), new MonthSums(groups, "USD"));
        deals.ForEach(d => one.Add(d, +1));
        deals.AsEnumerable().Reverse().Concat(deals).ToList().ForEach(d => other.Add(d, +1));
        deals.ForEach(d => other.Add(d, -1));

        other.Pack(default, At).Is(one.Pack(default, At)).ShouldBeTrue();
        Unpacked(groups, [one.Pack(default, At)]).Pack(default, At).Is(one.Pack(default, At)).ShouldBeTrue();
        other.Add(deals[1], -1);
        other.Add(deals[1] with { Amount = 7 }, +1);
        other.Add(deals[1] with { Amount = 7 }, -1);
        other.Add(deals[1], +1);
        other.Pack(default, At).Is(one.Pack(default, At)).ShouldBeTrue();
        deals.ForEach(d => one.Add(d, -1));
        one.Pack(default, At).Is(new MonthSums(groups, "USD").Pack(default, At)).ShouldBeTrue();
    }

    [Fact]
    public void A_whole_and_what_changed_since_are_the_sums_of_all_deals()
    {
        var random = new Random(2);
        var groups = new SumGroups();
        var sums = new MonthSums(groups, "USD");
        var deals = new List<DealView>();
        var stored = new List<PackedMonth>();
        for (var round = 0; round < 60; round++)
        {
            for (var change = random.Next(1, 30); change > 0; change--)
            {
                if (deals.Count > 0 && random.Next(3) == 0)
                {
                    var gone = random.Next(deals.Count);
                    sums.Add(deals[gone], -1);
                    deals.RemoveAt(gone);
                }

                deals.Add(Deal($"rep {random.Next(20)}", random.Next(4) == 0 ? null : random.Next(1_000), random.Next(5) == 0 ? "EUR" : "USD"));
                sums.Add(deals[^1], +1);
            }

            stored.Add(sums.Pack(default, At.AddHours(round)));
            var chain = stored.SkipWhile(p => p.At < stored[^1].WholeAt).ToList();
            chain[0].IsWhole.ShouldBeTrue();
            var all = new MonthSums(groups, "USD");
            deals.ForEach(d => all.Add(d, +1));
            var unpacked = Unpacked(groups, chain);
            unpacked.Pack(default, chain[0].At).Is(all.Pack(default, chain[0].At)).ShouldBeTrue($"after round {round}");

            // Whoever goes on from what is stored packs the same.
            if (random.Next(4) == 0)
            {
                sums = Unpacked(groups, chain);
            }
        }

        stored.Count(p => p.IsWhole).ShouldBeInRange(3, 40);
    }

    private static DateTime At { get; } = new(2026, 6, 15, 0, 0, 0, DateTimeKind.Utc);

    private static MonthSums Unpacked(SumGroups groups, IEnumerable<PackedMonth> chain)
    {
        var sums = new MonthSums(groups, "USD");
        foreach (var packed in chain)
        {
            sums.Unpack(packed);
        }

        return sums;
    }

    private static DealView Deal(string owner, decimal? amount, string currency) => new(
        Outcome.Open, false, ForecastCategory.Commit, amount, currency, new DateOnly(2026, 6, 15), owner, "Proposal", "New", null, 40);
}
