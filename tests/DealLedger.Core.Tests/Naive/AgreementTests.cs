using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;

namespace DealLedger.Core.Tests.Naive;

/// <summary>The product against a second, simple implementation of the definitions, on made-up logs.</summary>
public sealed class AgreementTests
{
    [Fact]
    public void A_folded_timeline_holds_the_state_of_every_deal_at_every_instant_and_position() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions)
        {
            var naive = NaiveDeal.AllOf(test.History.Events, question.Known).ToDictionary(d => d.Id);
            foreach (var id in test.History.DealIds)
            {
                var timeline = Timeline.Of(id, test.History.Of(id).Where(e => e.Position <= question.Known));
                var expected = naive.GetValueOrDefault(id)?.At(question.To);
                Text(timeline.StateAt(question.To)).ShouldBe(Text(expected), id);
            }
        }
    });

    [Fact]
    public void Change_rows_answer_with_one_state_a_deal_at_any_instant_and_position() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions)
        {
            var naive = NaiveDeal.AllOf(test.History.Events, question.Known).ToDictionary(d => d.Id);
            foreach (var deal in KnownDeal.AllOf(test.History, question.Known))
            {
                foreach (var asOf in new[] { question.From, question.To, DateTimeOffset.MaxValue })
                {
                    var expected = naive.GetValueOrDefault(deal.Id)?.At(asOf);
                    deal.StatesAt(asOf).Select(Text).ShouldBe(expected is null ? [] : [ViewText(expected)], deal.Id);
                }
            }
        }
    });

    [Fact]
    public void What_was_believed_at_a_position_does_not_depend_on_what_was_recorded_after_it() => Histories.Hold(test =>
    {
        foreach (var id in test.History.DealIds)
        {
            var events = test.History.Of(id);
            var whole = ChangeRows.Of(id, events);
            for (var count = 0; count < events.Count; count++)
            {
                var end = count == 0 ? 0 : events[count - 1].Position;
                var isInsideRun = count > 0 && events[count].Position == end + 1 && events[count].Change == events[count - 1].Change;
                if (!isInsideRun)
                {
                    ChangeRows.Of(id, [.. events.Take(count)]).Select(r => Believed(r, end))
                        .ShouldBe(whole.Where(r => r.KnownFrom <= end).Select(r => Believed(r, end)), $"{id} up to @{end}");
                }
            }
        }
    });

    [Fact]
    public void A_timeline_does_not_depend_on_the_order_in_which_its_events_come() => Histories.Hold(test =>
    {
        foreach (var id in test.History.DealIds)
        {
            var events = test.History.Of(id);
            var turned = Timeline.Of(id, Enumerable.Reverse(events));
            turned.Changes.Select(c => (c.FirstPosition, Text(c.After), c.PushDays))
                .ShouldBe(Timeline.Of(id, events).Changes.Select(c => (c.FirstPosition, Text(c.After), c.PushDays)));
        }
    });

    [Fact]
    public void A_forecast_equals_the_naive_one() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions)
        {
            CoreAnswers.Forecast(test.History, question, TeamsOverTime.None).ShouldBe(
                NaiveForecast.Lines(NaiveDeal.AllOf(test.History.Events, question.Known), question.To, question.ScopeBy(test.History.Facts), question.By, question.Cumulative));
        }
    });

    [Fact]
    public void A_waterfall_and_all_its_rows_equal_the_naive_ones_and_leave_no_remainder() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions.SelectMany(BothModes))
        {
            var figures = CoreAnswers.Waterfall(test.History, question, TeamsOverTime.None);
            AnswerText.Lines(figures.Total, figures.Rows, figures.UnconvertedAtStart, figures.Unconverted).ShouldBe(NaiveWaterfall.Lines(
                NaiveDeal.AllOf(test.History.Events, question.Known), question.From, question.To, question.ScopeBy(test.History.Facts), question.Mode, question.By));
            foreach (var row in figures.Rows.Append(figures.Total))
            {
                (row.Start.Amount + row.Movements.Sum(m => m.Amount)).ShouldBe(row.End.Amount, row.Key);
            }
        }
    });

    [Fact]
    public void The_deals_of_a_waterfall_equal_the_naive_ones_in_their_order() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions.SelectMany(BothModes))
        {
            var figures = CoreAnswers.Waterfall(test.History, question, TeamsOverTime.None);
            var naive = NaiveWaterfall.Deals(NaiveDeal.AllOf(test.History.Events, question.Known), question.From, question.To, question.ScopeBy(test.History.Facts), question.Mode);
            figures.DealsTotal.ShouldBe(naive.Count);
            figures.LargestDeals.ShouldBe(naive.Select(d => d.Id));

            foreach (var expected in naive)
            {
                var timeline = Timeline.Of(expected.Id, test.History.Of(expected.Id).Where(e => e.Position <= question.Known));
                var deal = ChangedDeal.Of(
                    timeline, CoreAnswers.Window(test.History, question, TeamsOverTime.None), CoreAnswers.Scope(question, TeamsOverTime.None), CoreAnswers.Mode(question)).ShouldNotBeNull();
                AnswerText.Line(deal).ShouldBe(expected.ToString());
                (deal.Start + deal.Movements.Sum(m => m.Amount)).ShouldBe(deal.End);
                foreach (var (movement, told) in deal.Movements.Zip(expected.Movements))
                {
                    movement.At.ShouldBe(told.At, $"{deal.Id} {told.Kind}");
                    told.Positions.ShouldContain(movement.Position, $"{deal.Id} {told.Kind}");
                }
            }
        }
    });

    [Fact]
    public void Slippage_equals_the_naive_one() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions)
        {
            foreach (var period in new[] { null, question.NaivePeriod })
            {
                CoreAnswers.Slippage(test.History, question, period is not null, TeamsOverTime.None).ShouldBe(NaiveSlippage.Lines(
                    NaiveDeal.AllOf(test.History.Events, question.Known), question.From, question.To, period, question.ScopeBy(test.History.Facts),
                    question.By, question.Basis, question.SettingsBy(test.History.Facts).FirstMonthAt(question.To)));
            }
        }
    });

    private static IEnumerable<Question> BothModes(Question question) => [question with { Mode = "net" }, question with { Mode = "path" }];

    // A row as it was at a position: what ended later had not ended.
    private static ((long, long, long, long, long, DateTimeOffset) Position, (DateTimeOffset?, long) Ended, int Tie, string? Name, string? Account, bool Overrides, DealView? Before, DealView After, int? PushDays, int TimesPushed)
        Believed(ChangeRow row, long position) => (
            (row.FirstPosition, row.LastPosition, row.RunFrom, row.KnownFrom, row.KnownTo <= position ? row.KnownTo : ChangeRow.Still, row.At),
            row.EndedBy <= position ? (row.ValidTo, row.EndedBy) : (null, ChangeRow.Still),
            row.Tie, row.Name, row.Account, row.Overrides, row.Before, row.After, row.PushDays, row.TimesPushed);

    private static string Text(DealView view) => string.Join(
        '|', view.Outcome.Name(), view.Standing.Name(), view.Category.Name(), view.Amount?.ToText(), view.Currency, view.CloseDate, view.Owner, view.Stage, view.Type,
        view.Segment, view.Probability?.ToText());

    private static string ViewText(NaiveState state) => string.Join(
        '|', state.Outcome, state.Standing, state.Category, state.Amount is { } amount ? NaiveText.Number(amount) : null, state.Currency, state.CloseDate, state.Owner, state.Stage,
        state.Type, state.Segment, state.Probability is { } probability ? NaiveText.Number(probability) : null);

    private static string Text(Opportunity? state) => state is null
        ? "none"
        : string.Join(
            '|', Text(DealView.Of(state)!), state.Name, state.Account, state.StageCategory.Name(), state.Override?.Name(), state.NextStep, state.MergedInto,
            string.Join(',', state.Flags), state.CreatedAt.ToIso(), state.TimesPushed);

    private static string Text(NaiveState? state) => state is null
        ? "none"
        : string.Join(
            '|', ViewText(state), state.Name, state.Account, state.StageCategory, state.Override, state.NextStep, state.MergedInto,
            string.Join(',', state.Flags), state.CreatedAt.ToIso(), state.TimesPushed);
}
