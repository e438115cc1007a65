using DealLedger.Core.Forecasting;
using DealLedger.Core.People;
using DealLedger.Core.Tests.Naive;
using DealLedger.Core.Time;
using DealLedger.Core.Transitions;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;

namespace DealLedger.Core.Tests.Transitions;

public sealed class TransitionSumsTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Transitions_equal_the_naive_ones_with_teams_and_without() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions)
        {
            var known = NaiveDeal.AllOf(test.History.Events, question.Known);
            AnswerText.Lines(Sum(test.History, question, TeamsOverTime.None).Transitions)
                .ShouldBe(NaiveTransitions.Lines(known, question.From, question.To, question.ScopeBy(test.History.Facts)));
            AnswerText.Lines(Sum(test.History, question, CoreAnswers.Teams(test.History, question, Now)).Transitions)
                .ShouldBe(NaiveTransitions.Lines(known, question.From, question.To, question.ScopeIn(test.History.Facts, Now)));
        }
    });

    [Fact]
    public void What_was_in_a_column_adds_up_to_it_at_either_end() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions.Select(q => q with { By = "none", Cumulative = false }))
        {
            var figures = Sum(test.History, question, TeamsOverTime.None);
            HoldForecast(figures.Transitions.Select(t => (t.Is, t.End)), test.History, question);

            // Both ends are told in one currency.
            var atStart = question with { To = question.From };
            if (CoreAnswers.Settings(test.History, atStart).ReportingCurrency == CoreAnswers.Settings(test.History, question).ReportingCurrency)
            {
                HoldForecast(figures.Transitions.Select(t => (t.Was, t.Start)), test.History, atStart);
            }
        }
    });

    [Fact]
    public void The_deals_of_a_transition_are_listed_page_by_page_and_add_up_to_it() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions)
        {
            foreach (var transition in Sum(test.History, question, TeamsOverTime.None).Transitions)
            {
                var listed = Pages(test.History, question, transition).ToList();
                listed.Count.ShouldBe((int)transition.Deals);
                listed.Select(d => d.Id).ShouldBeUnique();
                listed.Select(d => new DealRank(Math.Max(Math.Abs(d.Start ?? 0), Math.Abs(d.End ?? 0)), d.Id)).ShouldBeInOrder();
                (listed.Sum(d => d.Start ?? 0), listed.Sum(d => d.End ?? 0)).ShouldBe((transition.Start.Amount, transition.End.Amount));
            }
        }
    }, count: 200);

    [Fact]
    public void Made_up_histories_show_every_place()
    {
        var places = Enumerable.Range(1, 1000).Select(seed => RandomHistory.Of(seed, deals: 1 + (seed % 5), questions: 4))
            .SelectMany(c => c.Questions.SelectMany(q => Sum(c.History, q, TeamsOverTime.None).Transitions.SelectMany(t => new[] { t.Was, t.Is })))
            .CountBy(place => place).ToDictionary();

        Enum.GetValues<DealPlace>().Where(place => places.GetValueOrDefault(place) < 5).ShouldBeEmpty();
    }

    private static IEnumerable<DealTransition> Pages(History history, Question question, Transition transition)
    {
        DealRank? after = null;
        do
        {
            var figures = Sum(history, question, TeamsOverTime.None, q => q with { Was = transition.Was, Is = transition.Is, After = after, Limit = 2 });
            foreach (var deal in figures.Deals)
            {
                yield return deal;
            }

            after = figures.Next;
        }
        while (after is not null);
    }

    private static TransitionFigures Sum(History history, Question question, TeamsOverTime teams, Func<TransitionsQuestion, TransitionsQuestion>? narrow = null)
    {
        var lenses = new LensOverTime(teams, CoreAnswers.Rates(history, question));
        var asked = new TransitionsQuestion(
            CoreAnswers.Period(question), question.From, question.To, new KnownAt.Now(), question.Owner, CoreAnswers.Scope(question, teams).Team);
        var sums = new TransitionSums(narrow?.Invoke(asked) ?? asked, lenses.At(question.From), lenses.At(question.To));
        foreach (var deal in KnownDeal.AllOf(history, question.Known))
        {
            sums.Add(deal.Id, deal.At(question.From), deal.At(question.To));
        }

        return sums.Figures();
    }

    private static void HoldForecast(IEnumerable<(DealPlace Place, Cell Cell)> ends, History history, Question question)
    {
        var cells = ends.GroupBy(e => e.Place).ToDictionary(g => g.Key, g => g.Select(e => e.Cell).Aggregate(Cell.Zero, Cell.Add));
        var (omitted, lost) = (Of(DealPlace.Omitted), Of(DealPlace.Lost));
        CoreAnswers.Forecast(history, question, TeamsOverTime.None)[0].ShouldStartWith(
            $"total: closed {Text(Of(DealPlace.Closed))}, commit {Text(Of(DealPlace.Commit))}, mostLikely {Text(Of(DealPlace.MostLikely))}, "
            + $"bestCase {Text(Of(DealPlace.BestCase))}, pipeline {Text(Of(DealPlace.Pipeline))}, omitted {Text(omitted + lost)}, lost {Text(lost)},");

        Cell Of(DealPlace place) => cells.GetValueOrDefault(place, Cell.Zero);
    }

    private static string Text(Cell cell) => $"{NaiveText.Number(cell.Amount)}/{cell.Count}/{cell.WithoutAmount}";
}
