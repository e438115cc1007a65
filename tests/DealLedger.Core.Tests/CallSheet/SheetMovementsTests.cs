using DealLedger.Core.CallSheet;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;

namespace DealLedger.Core.Tests.CallSheet;

public sealed class SheetMovementsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly Period Quarter = new("2026-Q2", new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30));

    [Theory]
    [InlineData("Renewal", SheetPartKind.Renewals)]
    [InlineData("Existing Customer - RENEWAL", SheetPartKind.Renewals)]
    [InlineData("Expansion", SheetPartKind.NewAndExpansion)]
    [InlineData("New Business", SheetPartKind.NewAndExpansion)]
    [InlineData("", SheetPartKind.NewAndExpansion)]
    [InlineData(null, SheetPartKind.NewAndExpansion)]
    public void A_type_that_names_a_renewal_is_one(string? type, SheetPartKind part) => SheetRules.PartOf(type).ShouldBe(part);

    [Fact]
    public void A_call_looks_at_two_flags_in_whatever_letters() =>
        SheetRules.WarningsOf(["Bridge", "at Risk", "Early warning "]).ShouldBe(["at Risk", "Early warning "]);

    [Fact]
    public void The_forecast_is_commit_with_what_is_closed_and_the_upside_best_case_less_that()
    {
        var row = ForecastRow.Empty("x") with
        {
            Closed = new Cell(1, 1, 0), Commit = new Cell(10, 1, 0), MostLikely = new Cell(100, 1, 0), BestCase = new Cell(1000, 1, 1), Pipeline = new Cell(5, 1, 0),
            OpenPipeline = new Cell(1115, 4, 1),
        };

        SheetFigures.Of([row, row]).ShouldBe(new SheetFigures(new Cell(2, 2, 0), new Cell(22, 4, 0), new Cell(2200, 4, 2), new Cell(2230, 8, 2)));
    }

    [Fact]
    public void Each_deal_stands_where_a_call_talks_about_it()
    {
        var open = Deal(100, "2026-06-15");
        var moves = new SheetMovements(new PipelineScope(Quarter, null), new Window(Noon, Noon.AddDays(7), LensOverTime.Plain("USD")), shown: 1);

        Add("won", open, open with { Standing = Outcome.Won, Category = ForecastCategory.Closed });
        Add("grown-and-won", open, open with { Standing = Outcome.Won, Category = ForecastCategory.Closed, Amount = 150 });
        Add("lost", open, open with { Standing = Outcome.Lost });
        Add("slipped", open, open with { CloseDate = new DateOnly(2026, 7, 15) });
        Add("grown", open, open with { Amount = 130 });
        Add("new", null, Deal(20, "2026-06-01"));
        Add("renewal", open with { Type = "Renewal" }, open with { Type = "Renewal", Amount = 10 });
        Add("elsewhere", Deal(7, "2026-09-01"), Deal(8, "2026-09-01"));

        var told = moves.Take(SheetPartKind.NewAndExpansion);
        Told(told.Won).ShouldBe((2, -250, "grown-and-won"));
        Told(told.Lost).ShouldBe((1, -100, "lost"));
        Told(told.Slipped).ShouldBe((1, -100, "slipped"));
        Told(told.Moved).ShouldBe((2, 50, "grown"));
        var renewals = moves.Take(SheetPartKind.Renewals);
        Told(renewals.Moved).ShouldBe((1, -90, "renewal"));
        Told(renewals.Won).ShouldBe((0, 0, null));

        void Add(string id, DealView? before, DealView after) => moves.AddDeal(id, before, [new ViewStep(Noon.AddDays(1), before, after)]);

        static (long, decimal, string?) Told(SheetMoves moves) => (moves.Count, moves.Amount, moves.Largest.SingleOrDefault());
    }

    private static DealView Deal(decimal amount, string closes) => new(
        Outcome.Open, IsDeleted: false, ForecastCategory.Pipeline, amount, "USD", DateOnly.Parse(closes, System.Globalization.CultureInfo.InvariantCulture), "ann", "Proposal",
        "New Business", null, 50);
}
