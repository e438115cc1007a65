using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;

namespace DealLedger.Core.Tests.Naive;

/// <summary>Answers by team, and for one team, against the naive ones, on made-up logs whose people move.</summary>
public sealed class TeamAgreementTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Teams_of_everybody_at_any_instant_equal_the_naive_ones() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions)
        {
            var (teams, scope) = (CoreAnswers.Teams(test.History, question, Now), question.ScopeIn(test.History.Facts, Now));
            foreach (var person in scope.Lines.People.Append("nobody").Append(""))
            {
                teams.At(question.To).TeamsOf(person, question.Team).ShouldBe(scope.TeamsOf(person, question.To), person);
            }
        }
    });

    [Fact]
    public void A_forecast_by_team_equals_the_naive_one() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions.Select(ByTeam))
        {
            var known = NaiveDeal.AllOf(test.History.Events, question.Known);
            CoreAnswers.Forecast(test.History, question, CoreAnswers.Teams(test.History, question, Now)).ShouldBe(
                NaiveForecast.Lines(known, question.To, question.ScopeIn(test.History.Facts, Now), question.By, question.Cumulative));
        }
    });

    [Fact]
    public void A_waterfall_by_team_equals_the_naive_one_and_leaves_no_remainder_at_any_node() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions.Select(ByTeam).SelectMany(BothModes))
        {
            var known = NaiveDeal.AllOf(test.History.Events, question.Known);
            var (teams, scope) = (CoreAnswers.Teams(test.History, question, Now), question.ScopeIn(test.History.Facts, Now));
            var figures = CoreAnswers.Waterfall(test.History, question, teams);
            AnswerText.Lines(figures.Total, figures.Rows, figures.UnconvertedAtStart, figures.Unconverted).ShouldBe(
                NaiveWaterfall.Lines(known, question.From, question.To, scope, question.Mode, question.By));
            foreach (var row in figures.Rows.Append(figures.Total))
            {
                (row.Start.Amount + row.Movements.Sum(m => m.Amount)).ShouldBe(row.End.Amount, row.Key);
            }

            HoldDeals(test.History, question, teams, figures, NaiveWaterfall.Deals(known, question.From, question.To, scope, question.Mode));
        }
    });

    [Fact]
    public void Slippage_by_team_equals_the_naive_one() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions.Select(ByTeam))
        {
            var teams = CoreAnswers.Teams(test.History, question, Now);
            foreach (var period in new[] { null, question.NaivePeriod })
            {
                CoreAnswers.Slippage(test.History, question, period is not null, teams).ShouldBe(NaiveSlippage.Lines(
                    NaiveDeal.AllOf(test.History.Events, question.Known), question.From, question.To, period, question.ScopeIn(test.History.Facts, Now),
                    question.By, question.Basis, question.SettingsBy(test.History.Facts).FirstMonthAt(question.To)));
            }
        }
    });

    private static void HoldDeals(History history, Question question, TeamsOverTime teams, WaterfallFigures figures, List<NaiveChangedDeal> naive)
    {
        figures.LargestDeals.ShouldBe(naive.Select(d => d.Id));
        var window = CoreAnswers.Window(history, question, teams);
        foreach (var expected in naive)
        {
            var timeline = Timeline.Of(expected.Id, history.Of(expected.Id).Where(e => e.Position <= question.Known));
            var deal = ChangedDeal.Of(timeline, window, CoreAnswers.Scope(question, teams), CoreAnswers.Mode(question)).ShouldNotBeNull();
            AnswerText.Line(deal).ShouldBe(expected.ToString());
        }
    }

    // Most by team; the others show that a team narrows every grouping.
    private static Question ByTeam(Question question) => question.By == "owner" || question.By == "none" ? question with { By = "team" } : question;

    private static IEnumerable<Question> BothModes(Question question) => [question with { Mode = "net" }, question with { Mode = "path" }];
}
