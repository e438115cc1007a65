using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;
using FsCheck.Fluent;

namespace DealLedger.Core.Tests.Waterfall;

public sealed class SplitTests
{
    private static readonly PipelineScope AnnsQuarter = new(new Period("2026-Q2", new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30)), "ann");
    private static readonly Lens Plain = LensOverTime.Plain("USD").At(default);

    private static readonly FsCheck.Gen<DealView?> Views =
        from standing in Gen.Elements(Outcome.Open, Outcome.Open, Outcome.Won, Outcome.Lost)
        from deleted in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from category in Gen.Elements(Enum.GetValues<ForecastCategory>())
        from amount in Gen.Elements<decimal?>(null, 0, 10, 25.50m, 100, -20)
        from currency in Gen.Elements("USD", "USD", "USD", null, "EUR")
        from closes in Gen.Elements<DateOnly?>(null, new(2026, 3, 31), new(2026, 4, 1), new(2026, 6, 30), new(2026, 7, 1), DateOnly.MaxValue)
        from owner in Gen.Elements("ann", "ann", "bob", null, "")
        from none in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select none ? null : new DealView(standing, deleted, category, amount, currency, closes, owner, null, null, null, null);

    [Fact]
    public void Any_split_adds_up_to_the_difference_in_value() => Histories.Hold(
        (from before in Views from after in Views where after is not null || before is null from all in Gen.Elements(true, false) select (before, after, all)).ToArbitrary(),
        test =>
        {
            var scope = test.all ? AnnsQuarter with { Owner = null } : AnnsQuarter;
            var movements = Split.Between(test.before, test.after, scope, Plain, Plain);
            movements.Sum(m => m.Amount).ShouldBe(scope.Value(test.after, Plain) - scope.Value(test.before, Plain));
            movements.ShouldAllBe(m => m.Amount != 0);
            movements.Select(m => m.Kind).ShouldBeUnique();
        },
        count: 20_000);
}
