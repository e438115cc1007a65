using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Tests.Currencies;

public sealed class RatesTests
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CurrencyPair EuroInDollars = new("EUR", "USD");

    [Theory]
    [InlineData(10, 1.085, 10.85)]
    [InlineData(1.50, 1.15, 1.72)]
    [InlineData(1.70, 1.15, 1.96)]
    [InlineData(-1.50, 1.15, -1.72)]
    public void An_amount_is_converted_to_the_minor_unit_half_to_even(double amount, double rate, double converted) =>
        Of((EuroInDollars, new RateSet((decimal)rate, null, April, "fin"))).At(April).Convert("EUR", (decimal)amount).ShouldBe((decimal)converted);

    [Fact]
    public void Yen_have_no_minor_unit() =>
        RatesOverTime.AsOf(History((new CurrencyPair("USD", "JPY"), new RateSet(150.5m, null, April, "fin"))), "JPY").At(April).Convert("USD", 1.01m).ShouldBe(152);

    [Fact]
    public void Each_amount_is_rounded_before_they_are_summed() =>
        Of((EuroInDollars, new RateSet(1.115m, null, April, "fin"))).At(April).Convert("EUR", new AmountSum(3, 3, 1)).ShouldBe(3 * 1.12m);

    [Fact]
    public void Amounts_that_are_taken_off_are_each_rounded_too() =>
        Of((EuroInDollars, new RateSet(1.115m, null, April, "fin"))).At(April).Convert("EUR", new AmountSum(-3, -3, 1)).ShouldBe(-3 * 1.12m);

    [Fact]
    public void A_sum_of_amounts_that_have_to_be_converted_one_by_one_is_an_error_even_where_as_many_were_taken_off_as_there_were()
    {
        var rates = Of((EuroInDollars, new RateSet(1.115m, null, April, "fin"))).At(April);
        Should.Throw<ArgumentException>(() => rates.Convert("EUR", new AmountSum(20, 0, null)));
        rates.Convert("USD", new AmountSum(20, 0, null)).ShouldBe(20);
        rates.Convert("EUR", new AmountSum(0, 0, null)).ShouldBe(0);
    }

    [Fact]
    public void A_rate_told_the_other_way_round_divides_and_one_told_this_way_goes_before_it()
    {
        var turned = (new CurrencyPair("USD", "EUR"), new RateSet(0.8m, null, April, "fin"));
        Of(turned).At(April).Convert("EUR", 10).ShouldBe(12.5m);
        Of(turned, (EuroInDollars, new RateSet(1.1m, null, April, "fin"))).At(April).Convert("EUR", 10).ShouldBe(11);
    }

    [Fact]
    public void Without_a_rate_nothing_is_guessed_not_even_by_way_of_a_third_currency()
    {
        var rates = Of((new CurrencyPair("GBP", "EUR"), new RateSet(1.2m, null, April, "fin")), (EuroInDollars, new RateSet(1.1m, null, April, "fin"))).At(April);
        rates.Convert("GBP", 10).ShouldBeNull();
        rates.Knows("GBP").ShouldBeFalse();
        rates.Convert(null, 10).ShouldBe(10);
        Of((EuroInDollars, new RateSet(1.1m, null, April, "fin"))).At(April.AddTicks(-10)).Convert("EUR", 10).ShouldBeNull();
    }

    [Fact]
    public void A_rate_holds_until_the_next_begins_or_it_ends()
    {
        var rates = Of((EuroInDollars, new RateSet(1.1m, null, April, "fin")), (EuroInDollars, new RateSet(1.2m, April.AddDays(20), April.AddDays(10), "fin")));
        rates.At(April.AddDays(9)).Convert("EUR", 1).ShouldBe(1.1m);
        rates.At(April.AddDays(10)).Convert("EUR", 1).ShouldBe(1.2m);
        rates.At(April.AddDays(20)).Convert("EUR", 1).ShouldBeNull();
        rates.MovesIn(April, April.AddDays(30)).Select(m => (m.At.Day, m.Was, m.Is)).ShouldBe([(11, 1.1m, 1.2m), (21, 1.2m, null)]);
    }

    [Fact]
    public void Of_rates_from_one_instant_the_one_recorded_last_counts() =>
        Of((EuroInDollars, new RateSet(1.1m, null, April, "fin")), (EuroInDollars, new RateSet(1.3m, null, April, "fin"))).At(April).Convert("EUR", 1).ShouldBe(1.3m);

    [Fact]
    public void A_fixed_rate_never_moves()
    {
        var fixedAt = RatesOverTime.Fixed(History((EuroInDollars, new RateSet(1.1m, null, April, "fin"))), "USD", April);
        fixedAt.At(April.AddDays(-100)).Convert("EUR", 1).ShouldBe(1.1m);
        fixedAt.MovesIn(April.AddDays(-1), April.AddDays(1)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 10, null, "rate-out-of-bounds")]
    [InlineData(-1.1, 10, null, "rate-out-of-bounds")]
    [InlineData(1.1, 10, 10, "rate-dates")]
    [InlineData(1.1, 5, null, "rate-overlap")]
    [InlineData(1.1, -5, 1, "rate-overlap")]
    public void A_rate_that_makes_no_sense_beside_what_is_known_is_refused(double rate, int from, int? until, string code)
    {
        RecordedFact[] known = [Fact(1, EuroInDollars, new RateSet(1.1m, April.AddDays(10), April, "fin"))];
        var told = new RateTold(EuroInDollars, (decimal)rate, April.AddDays(from), until is { } days ? April.AddDays(days) : null, "line 2");
        var refused = Refused([told], known).ShouldHaveSingleItem();
        refused.Code.ShouldBe(code);
        refused.Message.ShouldStartWith("line 2:");
    }

    [Fact]
    public void Rows_that_overlap_are_refused_with_both_lines() =>
        Refused([new RateTold(EuroInDollars, 1.1m, April, April.AddDays(10), "line 2"), new RateTold(EuroInDollars, 1.2m, April.AddDays(9), null, "line 3")], [])
            .ShouldHaveSingleItem().Message.ShouldSatisfyAllConditions(m => m.ShouldStartWith("line 3:"), m => m.ShouldContain("line 2"));

    [Fact]
    public void What_is_known_is_not_recorded_again_and_a_rate_from_the_same_instant_corrects()
    {
        RecordedFact[] known = [Fact(1, EuroInDollars, new RateSet(1.1m, null, April, "fin"))];
        Decide([new RateTold(EuroInDollars, 1.1m, April, null, "line 2")], known).ShouldBeEmpty();
        Decide([new RateTold(EuroInDollars, 1.2m, April, null, "line 2")], known).ShouldHaveSingleItem().Rate.Rate.ShouldBe(1.2m);
    }

    private static IReadOnlyList<(CurrencyPair Pair, RateSet Rate)> Decide(IReadOnlyList<RateTold> told, IReadOnlyList<RecordedFact> known) =>
        RateDecision.Decide(told, known, "fin", (rate, why) => throw new ShouldAssertException($"{rate}: {why}"));

    private static List<Refusal> Refused(IReadOnlyList<RateTold> told, IReadOnlyList<RecordedFact> known)
    {
        var refused = new List<Refusal>();
        RateDecision.Decide(told, known, "fin", (_, why) => refused.Add(why));
        return refused;
    }

    private static RatesOverTime Of(params (CurrencyPair Pair, RateSet Rate)[] rates) => RatesOverTime.AsOf(History(rates), "USD");

    private static RateHistory History(params (CurrencyPair Pair, RateSet Rate)[] rates) => RateHistory.Of(rates.Select((r, i) => Fact(i + 1, r.Pair, r.Rate)));

    private static RecordedFact Fact(long position, CurrencyPair pair, RateSet rate) => new(new StreamKey(RateSet.Kind, pair.ToString()), position, position, rate, April);
}
