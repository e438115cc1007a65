using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Tests.Naive;
using DealLedger.Naive;

namespace DealLedger.Core.Tests.Forecasting;

public sealed class CountedDealsTests
{
    [Fact]
    public void The_deals_of_a_cell_add_up_to_it_page_by_page() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions)
        {
            var (period, rates) = (CoreAnswers.Period(question), CoreAnswers.Rates(test.History, question).At(question.To));
            var deals = KnownDeal.AllOf(test.History, question.Known).Select(deal => (deal.Id, State: deal.At(question.To)))
                .Where(deal => deal.State is { IsDeleted: false } state && period.Contains(state.CloseDate)).ToList();
            foreach (var rollup in Enum.GetValues<Rollup>())
            {
                var parts = deals.Select(deal => new ForecastPart(
                    deal.State!.Stage ?? "", deal.State.Outcome, deal.State.Category, deal.State.Currency, AmountSum.One(deal.State.Amount), deal.State.Amount is null ? 1 : 0));
                var forecast = Forecast.Of(parts, rates, rollup);
                var asked = new ForecastQuestion(period, question.To, new Core.Time.KnownAt.Now(), GroupBy.Stage, Rollup: rollup);
                foreach (var (column, cell) in Enum.GetValues<ForecastColumn>().SelectMany(column => forecast.Rows.Append(forecast.Total).Select(row => (column, row))))
                {
                    var key = ReferenceEquals(cell, forecast.Total) ? null : cell.Key;
                    var listed = Pages(new DealsQuestion(asked, column, key, Limit: 2), rates, deals!).ToList();
                    listed.Select(deal => deal.Id).ShouldBeUnique();
                    listed.Select(deal => new DealRank(Math.Abs(deal.Value ?? 0), deal.Id)).ShouldBeInOrder();
                    new Cell(listed.Sum(deal => deal.Value ?? 0), listed.Count, listed.Count(deal => deal.State.Amount is null)).ShouldBe(Of(cell, column));
                }
            }
        }
    });

    private static IEnumerable<CountedDeal> Pages(DealsQuestion question, Rates rates, IReadOnlyList<(string Id, DealView State)> deals)
    {
        DealRank? after = null;
        do
        {
            var counted = new CountedDeals(question with { After = after }, TeamsOverTime.None.At(question.Forecast.AsOf), rates);
            foreach (var (id, state) in deals)
            {
                counted.Add(id, state);
            }

            var figures = counted.Figures();
            foreach (var deal in figures.Deals)
            {
                yield return deal;
            }

            after = figures.Next;
        }
        while (after is not null);
    }

    private static Cell Of(ForecastRow row, ForecastColumn column) => column switch
    {
        ForecastColumn.OpenPipeline => row.OpenPipeline,
        ForecastColumn.Closed => row.Closed,
        ForecastColumn.Commit => row.Commit,
        ForecastColumn.MostLikely => row.MostLikely,
        ForecastColumn.BestCase => row.BestCase,
        ForecastColumn.Pipeline => row.Pipeline,
        ForecastColumn.Omitted => row.Omitted,
        _ => row.Lost,
    };
}
