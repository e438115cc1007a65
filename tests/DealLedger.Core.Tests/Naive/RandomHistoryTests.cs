using DealLedger.Naive;

namespace DealLedger.Core.Tests.Naive;

/// <summary>What the other tests are worth: the made-up logs reach what they are meant to reach.</summary>
public sealed class RandomHistoryTests
{
    private static readonly string[] Reachable =
    [
        "new", "reopened", "restored", "unomitted", "lost", "deleted", "omitted", "pulledIn", "pushedIn", "pushedOut", "pulledOut",
        "increased", "decreased", "currency", "transferredIn", "transferredOut", "won",
    ];

    private static readonly List<HistoryCase> Cases = [.. Enumerable.Range(1, 1000).Select(seed => RandomHistory.Of(seed, deals: 1 + (seed % 5), questions: 4))];

    [Theory]
    [InlineData("net")]
    [InlineData("path")]
    public void Made_up_histories_show_every_kind_of_movement(string mode)
    {
        var kinds = Cases.SelectMany(c => c.Questions.SelectMany(q => NaiveWaterfall.Deals(NaiveDeal.AllOf(c.History.Events, q.Known), q.From, q.To, q.ScopeBy(c.History.Facts), mode)))
            .SelectMany(d => d.Movements).CountBy(m => m.Kind).ToDictionary();
        Reachable.Where(kind => kinds.GetValueOrDefault(kind) < 5).ShouldBeEmpty(string.Join(' ', kinds));
    }

    [Fact]
    public void Made_up_histories_hold_late_tied_and_scattered_changes()
    {
        var deals = Cases.SelectMany(c => c.History.DealIds.Select(c.History.Of)).ToList();
        Share(deals, d => d.Zip(d.Skip(1)).Any(p => p.Second.Data.At < p.First.Data.At)).ShouldBeGreaterThan(0.3);
        Share(deals, d => d.GroupBy(e => e.Data.At).Any(g => g.Select(e => e.Change).Distinct().Count() > 1)).ShouldBeGreaterThan(0.3);
        Share(deals, d => d.GroupBy(e => e.Change).Any(g => g.Last().Position - g.First().Position >= g.Count())).ShouldBeGreaterThan(0.2);

        var known = Cases.SelectMany(c => c.Questions.SelectMany(q => KnownDeal.AllOf(c.History, q.Known))).ToList();
        Share(known, d => d.IsFolded).ShouldBeGreaterThan(0.02);
    }

    [Fact]
    public void Made_up_histories_hold_round_trips_and_slips()
    {
        Cases.SelectMany(c => c.Questions.SelectMany(q => NaiveWaterfall.Deals(NaiveDeal.AllOf(c.History.Events, q.Known), q.From, q.To, q.ScopeBy(c.History.Facts), q.Mode)))
            .Count(d => d.RoundTrip).ShouldBeGreaterThan(100);
        Cases.SelectMany(c => c.Questions.SelectMany(q => NaiveSlippage.Lines(
                NaiveDeal.AllOf(c.History.Events, q.Known), q.From, q.To, q.NaivePeriod, q.ScopeBy(c.History.Facts) with { Owner = null }, "none", "all", 1)))
            .Count(line => !line.Contains(" 0 slips", StringComparison.Ordinal)).ShouldBeGreaterThan(100);
    }

    private static double Share<T>(List<T> all, Func<T, bool> has) => all.Count(has) / (double)all.Count;
}
