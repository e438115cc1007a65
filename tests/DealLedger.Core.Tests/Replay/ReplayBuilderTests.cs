using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;
using DealLedger.Core.Replay;
using DealLedger.Core.Tests.Naive;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;

namespace DealLedger.Core.Tests.Replay;

public sealed class ReplayBuilderTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_week_has_the_forecast_of_its_end_and_the_movements_inside_it() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions.Select(q => q with { By = "none", Cumulative = false, Mode = "net" }))
        {
            foreach (var teams in new[] { TeamsOverTime.None, CoreAnswers.Teams(test.History, question, Now) })
            {
                foreach (var week in Play(test.History, question, teams).Weeks)
                {
                    // A replay is told in one currency throughout.
                    var asked = question with { From = week.From, To = week.AsOf };
                    if (CoreAnswers.Settings(test.History, asked).ReportingCurrency == CoreAnswers.Settings(test.History, question).ReportingCurrency)
                    {
                        AnswerText.Lines(week).ShouldBe(AnswerText.Week(
                            CoreAnswers.Forecast(test.History, asked, teams), CoreAnswers.Waterfall(test.History, asked, teams).Total.Movements));
                    }
                }
            }
        }
    });

    [Fact]
    public void The_result_is_what_was_closed_at_the_end_and_the_distance_that_of_closed_and_commit() => Histories.Hold(test =>
    {
        foreach (var question in test.Questions)
        {
            var weeks = Play(test.History, question, TeamsOverTime.None).Weeks;
            weeks.Select(w => w.Distance).ShouldBe(weeks.Select(w => w.Forecast.Closed.Amount + w.Forecast.Commit.Amount - weeks[^1].Forecast.Closed.Amount));
        }
    });

    [Theory]
    [InlineData("2026-03-31T00:00:00Z", new string[0])]
    [InlineData("2026-04-01T00:00:00Z", new[] { "2026-W14 2026-04-01T00:00:00Z" })]
    [InlineData("2026-04-07T12:00:00Z", new[] { "2026-W14 2026-04-05T23:59:59.999999Z", "2026-W15 2026-04-07T12:00:00Z" })]
    [InlineData("2026-04-12T23:59:59.999999Z", new[] { "2026-W14 2026-04-05T23:59:59.999999Z", "2026-W15 2026-04-12T23:59:59.999999Z" })]
    public void The_weeks_that_had_begun_are_played_and_the_last_one_as_far_as_it_was(string asOf, string[] weeks)
    {
        var (from, played) = ReplayBuilder.Played(Time, Quarter, DateTimeOffset.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture));

        played.Select(w => $"{w.Week} {w.End.ToIso()}").ShouldBe(weeks);
        from.ToIso().ShouldBe(weeks.Length == 0 ? asOf : "2026-03-31T23:59:59.999999Z");
    }

    [Fact]
    public void The_last_week_ends_with_the_period()
    {
        var (_, played) = ReplayBuilder.Played(Time, Quarter, new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

        played.Count.ShouldBe(14);
        played[^1].ShouldBe(("2026-W27", Time.WindowEnd(Quarter)));
    }

    [Fact]
    public void A_period_of_more_weeks_than_a_year_is_refused() =>
        Should.Throw<RefusedException>(() => ReplayBuilder.Played(Time, new Period("2026", new DateOnly(2026, 1, 1), new DateOnly(2027, 12, 31)), Now))
            .Refusal.Code.ShouldBe("period-too-long");

    private static TimeWords Time => new(SettingsHistory.None.At(Now), Now);

    private static Period Quarter
    {
        get
        {
            new FiscalCalendar().TryParse("2026-Q2", out var period).ShouldBeTrue();
            return period;
        }
    }

    // The window of the question in three parts.
    private static ReplayFigures Play(History history, Question question, TeamsOverTime teams)
    {
        var third = TimeSpan.FromTicks((question.To - question.From).Ticks / 3);
        var weeks = new[] { ("one", (question.From + third).ToMicroseconds()), ("two", (question.From + third + third).ToMicroseconds()), ("three", question.To) };
        var scope = CoreAnswers.Scope(question, teams);
        var replay = new ReplayBuilder(scope, question.From, weeks, new LensOverTime(teams, CoreAnswers.Rates(history, question)));
        foreach (var deal in KnownDeal.AllOf(history, question.Known))
        {
            var first = deal.At(question.From);
            if (first is { IsDeleted: false } && scope.Period.Contains(first.CloseDate))
            {
                replay.AddStart(new ForecastPart(
                    first.Owner ?? "", first.Outcome, first.Category, first.Currency, AmountSum.One(first.Amount), first.Amount is null ? 1 : 0));
            }

            var changes = deal.Within(question.From, question.To);
            replay.AddDeal(deal.Id, changes is [{ Before: var before }, ..] ? before : first, changes.ConvertAll(c => c.View));
        }

        return replay.Figures();
    }
}
