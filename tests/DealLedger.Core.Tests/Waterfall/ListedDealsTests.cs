using DealLedger.Core.Forecasting;
using DealLedger.Core.People;
using DealLedger.Core.Tests.Naive;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;

namespace DealLedger.Core.Tests.Waterfall;

public sealed class ListedDealsTests
{
    [Fact]
    public void Pages_of_any_length_make_up_the_list_of_every_kind() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions)
        {
            var naive = NaiveWaterfall.Deals(
                NaiveDeal.AllOf(test.History.Events, question.Known), question.From, question.To, question.ScopeBy(test.History.Facts) with { Team = null }, question.Mode).ToList();
            foreach (var kind in naive.SelectMany(deal => deal.Movements).Select(movement => movement.Kind).Distinct())
            {
                Listed(test.History, question, Enum.Parse<MovementKind>(kind, ignoreCase: true), page: 2)
                    .ShouldBe(naive.Where(deal => deal.Movements.Any(m => m.Kind == kind))
                        .OrderByDescending(deal => deal.Movements.Where(m => m.Kind == kind).Max(m => Math.Abs(m.Amount))).ThenBy(deal => deal.Id, StringComparer.Ordinal)
                        .Select(deal => deal.Id));
            }

            Listed(test.History, question, kind: null, page: 1).ShouldBe(CoreAnswers.Waterfall(test.History, question, TeamsOverTime.None).LargestDeals);
        }
    });

    [Theory]
    [InlineData("195000.5:006lTg0000000LaQAI")]
    [InlineData("0:a")]
    [InlineData("79228162514264337593543950335:a:b")]
    public void A_rank_reads_as_it_is_written(string text)
    {
        DealRank.TryParse(text, out var rank).ShouldBeTrue();
        rank.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData(":a")]
    [InlineData("5:")]
    [InlineData("-5:a")]
    [InlineData("1e3:a")]
    [InlineData("79228162514264337593543950336:a")]
    public void What_is_no_rank_is_not_read(string text) => DealRank.TryParse(text, out _).ShouldBeFalse();

    private static List<string> Listed(History history, Question question, MovementKind? kind, int page)
    {
        var ids = new List<string>();
        DealRank? after = null;
        do
        {
            var figures = CoreAnswers.Waterfall(history, question, TeamsOverTime.None, new ListedDeals(page, kind, after));
            figures.LargestDeals.Count.ShouldBeLessThanOrEqualTo(page);
            ids.AddRange(figures.LargestDeals);
            after = figures.Next;
        }
        while (after is not null);

        return ids;
    }
}
