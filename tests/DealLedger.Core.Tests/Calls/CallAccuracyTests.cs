using DealLedger.Core.Calls;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using static DealLedger.Core.Tests.Calls.CallFacts;

namespace DealLedger.Core.Tests.Calls;

public sealed class CallAccuracyTests
{
    private static readonly DateTimeOffset June30 = new(2026, 6, 30, 23, 59, 59, TimeSpan.Zero);

    [Theory]
    [InlineData(100, 100, 1, 0)]
    [InlineData(120, 100, 0.8, 0.2)]
    [InlineData(80, 100, 0.8, -0.2)]
    [InlineData(350, 100, -1.5, 2.5)]
    [InlineData(100, 300, 0.3333, -0.6667)]
    public void Accuracy_falls_with_the_distance_and_bias_tells_its_direction(decimal call, decimal actual, decimal accuracy, decimal bias)
    {
        var closeness = Closeness.Of([(call, actual)]);
        (closeness.Accuracy, closeness.Bias).ShouldBe((accuracy, bias));
    }

    [Fact]
    public void A_team_s_accuracy_weighs_by_amount_so_that_errors_of_two_signs_do_not_cancel()
    {
        var closeness = Closeness.Of([(150, 100), (250, 300)]);
        (closeness.Accuracy, closeness.Bias).ShouldBe((0.75m, 0m));
    }

    [Fact]
    public void Where_nothing_was_closed_there_is_no_accuracy() => Closeness.Of([(100, 0)]).ShouldBe(new Closeness(100, 0, null, null));

    [Fact]
    public void Each_week_is_held_by_the_call_in_force_at_its_end()
    {
        var book = CallBook.Of([Fact("a", 1, 50, Noon.AddDays(-14)), Fact("b", 2, 90, Noon), Fact("m", 3, 120, Noon, CallLayer.Manager)]);

        var rows = CallAccuracy.Of(book, [("W17", Noon.AddDays(-20)), ("W18", Noon.AddDays(-7)), ("W27", June30)], c => c.Amount, _ => 100);

        rows.Select(r => $"{r.Layer} {string.Join(' ', r.Weeks.Select(w => $"{w.Week}:{w.Calls.Accuracy}"))}").ShouldBe(["Rep W18:0.5 W27:0.9", "Manager W27:0.8"]);
        CallAccuracy.ByLayer(rows).Select(l => $"{l.Layer} {l.Weeks.Count}").ShouldBe(["Rep 2", "Manager 1"]);
    }

    [Fact]
    public void Sandbagging_is_the_median_of_the_first_calls_and_is_told_from_four_quarters_on()
    {
        var facts = new List<Core.Ledger.RecordedFact>();
        var quarters = Enumerable.Range(1, 4).Select(q => new Period($"2025-Q{q}", new DateOnly(2025, (q * 3) - 2, 1), new DateOnly(2025, q * 3, 28))).ToList();
        foreach (var (quarter, first) in quarters.Zip([20m, 40m, 60m, 90m]))
        {
            Add(quarter, first, quarter.Start);
            Add(quarter, 100, quarter.End);
        }

        var book = CallBook.Of(facts);
        var row = Sandbagging.Of(book, quarters, c => c.Amount, _ => 100).ShouldHaveSingleItem();
        (row.Person, row.Quarters, row.Median).ShouldBe(("ann", 4, 0.5m));
        Sandbagging.Of(book, quarters, c => c.Amount, s => s.Period == quarters[0] ? 0 : 100).ShouldHaveSingleItem().Median.ShouldBeNull();
        Sandbagging.Of(book, [.. quarters.Take(3)], c => c.Amount, _ => 100).ShouldHaveSingleItem().Median.ShouldBeNull();

        void Add(Period quarter, decimal amount, DateOnly day) => facts.Add(Fact(
            $"c{facts.Count}", facts.Count + 1,
            new SubmitCall(quarter, "ann", CallLayer.Rep, ForecastCategory.Commit, amount, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), "ann")
                .Decide(CallBook.Of([]), CallScope.Own, "USD", Basis, null, null)));
    }
}
