using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Naive;
using FsCheck.Fluent;

namespace DealLedger.Core.Tests.Forecasting;

public sealed class ForecastTests
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Rates Dollars = RatesOverTime.AsOf(RateHistory.Of([Fact("rate", "EUR-USD", new RateSet(1.115m, null, April, "fin"))]), "USD").At(April);

    private static readonly Hierarchy Teams = ReportingLines.Of(
    [
        Fact(PersonEvent.Kind, "ann", new PersonListed("max", April, "hr")), Fact(PersonEvent.Kind, "bob", new PersonListed("max", April, "hr")),
        Fact(PersonEvent.Kind, "max", new PersonListed("eve", April, "hr")), Fact(PersonEvent.Kind, "cid", new PersonListed("eve", April, "hr")),
    ]).At(April);

    private static readonly FsCheck.Gen<Deal> Deals =
        from owner in Gen.Elements("ann", "bob", "cid", "max", "")
        from outcome in Gen.Elements(Outcome.Open, Outcome.Open, Outcome.Won, Outcome.Lost)
        from category in Gen.Elements(Enum.GetValues<ForecastCategory>())
        from currency in Gen.Elements("USD", null, "EUR", "GBP")
        from amount in Gen.Elements<decimal?>(null, 0, 10, 25.50m, 100, -20)
        from probability in Gen.Choose(0, 100)
        select new Deal(owner, outcome, category, currency, amount, probability);

    private static readonly FsCheck.Gen<Case> Cases =
        from there in Deals.ListOf()
        from left in Deals.ListOf()
        from parts in Gen.Shuffle(there.Concat(left).Select(d => d.Part(1)).Concat(left.Select(d => d.Part(-1))).ToArray())
        from size in Gen.Choose(1, 6)
        from byTeam in Gen.Elements(true, false)
        from team in Gen.Elements(null, "max", "eve")
        from rollup in Gen.Elements(Rollup.Single, Rollup.Cumulative)
        select new Case([.. there.Select(d => d.Part(1))], [.. parts.Chunk(size).SelectMany(Summed)], byTeam ? Teams : null, byTeam ? team : null, rollup);

    [Fact]
    public void Deals_that_are_taken_off_again_leave_the_figures_of_those_that_stay() => Histories.Hold(Cases.ToArbitrary(), test =>
    {
        var expected = Forecast.Of(test.There, Dollars, test.Rollup, test.Teams, test.Team);
        var figures = Forecast.Of(test.WithLeft, Dollars, test.Rollup, test.Teams, test.Team);
        figures.Total.ShouldBe(expected.Total);
        figures.Rows.ShouldBe(expected.Rows);
        figures.Unconverted.ShouldBe(expected.Unconverted);
    });

    [Fact]
    public void A_group_is_left_out_when_its_last_deal_is_taken_off()
    {
        var (stays, leaves) = (new Deal("ann", Outcome.Open, ForecastCategory.Commit, "USD", 0, 50), new Deal("bob", Outcome.Open, ForecastCategory.Commit, "GBP", 70, 50));
        var figures = Forecast.Of([stays.Part(1), leaves.Part(1), leaves.Part(-1)], Dollars, Rollup.Single);
        figures.Rows.ShouldHaveSingleItem().Commit.ShouldBe(new Cell(0, 1, 0));
        figures.Unconverted.ShouldBeEmpty();
    }

    private static IEnumerable<ForecastPart> Summed(IEnumerable<ForecastPart> parts) =>
        parts.GroupBy(p => (p.Key, p.Outcome, p.Category, p.Currency, p.Amounts.Each)).Select(g => new ForecastPart(
            g.Key.Key, g.Key.Outcome, g.Key.Category, g.Key.Currency, new AmountSum(g.Sum(p => p.Amounts.Sum), g.Sum(p => p.Amounts.Count), g.Key.Each),
            g.Sum(p => p.WithoutAmount), g.Sum(p => p.Weight)));

    private static RecordedFact Fact(string kind, string id, ILedgerEvent data) => new(new StreamKey(kind, id), 1, 1, data, April);

    private sealed record Case(IReadOnlyList<ForecastPart> There, IReadOnlyList<ForecastPart> WithLeft, Hierarchy? Teams, string? Team, Rollup Rollup);

    private sealed record Deal(string Owner, Outcome Outcome, ForecastCategory Category, string? Currency, decimal? Amount, int Probability)
    {
        // Amounts of other currencies come one by one, to be converted.
        public ForecastPart Part(int times)
        {
            var each = Currency is "EUR" or "GBP" ? Amount : null;
            var weight = each is null ? (Amount ?? 0) * Probability : Probability;
            return new ForecastPart(
                Owner, Outcome, Category, Currency, new AmountSum(times * (Amount ?? 0), Amount is null ? 0 : times, each), Amount is null ? times : 0, times * weight);
        }
    }
}
