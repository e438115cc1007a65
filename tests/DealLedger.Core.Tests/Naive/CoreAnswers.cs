using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;
using DealLedger.Core.Slippage;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;

namespace DealLedger.Core.Tests.Naive;

/// <summary>Answers of Core from change rows, told in the same lines of text as those of the naive model.</summary>
internal static class CoreAnswers
{
    public static GroupBy By(Question question) => Enum.Parse<GroupBy>(question.By, ignoreCase: true);

    public static WaterfallMode Mode(Question question) => Enum.Parse<WaterfallMode>(question.Mode, ignoreCase: true);

    /// <summary>The scope of a question; its team counts where a hierarchy is looked at.</summary>
    public static PipelineScope Scope(Question question, TeamsOverTime teams) =>
        new(Period(question), question.Owner) { Team = teams == TeamsOverTime.None ? null : question.Team };

    /// <summary>The hierarchy that a question looks at.</summary>
    public static TeamsOverTime Teams(History history, Question question, DateTimeOffset now)
    {
        var lines = ReportingLines.Of(history.Facts.Where(f => f.Position <= question.Known));
        return question.Current ? TeamsOverTime.Always(lines.At(now)) : TeamsOverTime.AsOf(lines);
    }

    /// <summary>The settings that a question is answered by.</summary>
    public static Settings Settings(History history, Question question) =>
        SettingsHistory.Of(history.Facts.Where(f => f.Position <= question.Known)).At(question.To);

    /// <summary>The rates that a question looks at.</summary>
    public static RatesOverTime Rates(History history, Question question)
    {
        var (rates, currency) = (RateHistory.Of(history.Facts.Where(f => f.Position <= question.Known)), Settings(history, question).ReportingCurrency);
        return question.RatesAt is { } at ? RatesOverTime.Fixed(rates, currency, at) : RatesOverTime.AsOf(rates, currency);
    }

    /// <summary>The window of a question, in a hierarchy.</summary>
    public static Window Window(History history, Question question, TeamsOverTime teams) =>
        new(question.From, question.To, new LensOverTime(teams, Rates(history, question)));

    public static Period Period(Question question)
    {
        new FiscalCalendar(question.FirstMonth).TryParse(question.Period, out var period).ShouldBeTrue();
        return period;
    }

    public static List<string> Forecast(History history, Question question, TeamsOverTime teams)
    {
        var scope = Scope(question, teams);
        var (hierarchy, rates) = (teams.At(question.To), Rates(history, question).At(question.To));
        var (period, by) = (Period(question), By(question));
        var parts = new List<ForecastPart>();
        foreach (var deal in KnownDeal.AllOf(history, question.Known))
        {
            if (deal.At(question.To) is { IsDeleted: false } state && period.Contains(state.CloseDate) && scope.HasOwner(state.Owner, hierarchy))
            {
                parts.Add(new ForecastPart(
                    by == GroupBy.None ? null : Key(by, state), state.Outcome, state.Category, state.Currency, AmountSum.One(state.Amount), state.Amount is null ? 1 : 0,
                    state.Amount is null ? 0 : state.Probability ?? 0));
            }
        }

        var figures = Core.Forecasting.Forecast.Of(parts, rates, question.Cumulative ? Rollup.Cumulative : Rollup.Single,
            by == GroupBy.Team ? hierarchy : null, scope.Team);
        return AnswerText.Lines(figures.Total, figures.Rows, figures.Unconverted);
    }

    public static WaterfallFigures Waterfall(History history, Question question, TeamsOverTime teams, ListedDeals? listed = null)
    {
        var (scope, by) = (Scope(question, teams), By(question));
        var window = Window(history, question, teams);
        var builder = new WaterfallBuilder(scope, window, Mode(question), by, listed ?? new ListedDeals(ChangesQuestion.MaxLimit));
        foreach (var deal in KnownDeal.AllOf(history, question.Known))
        {
            var first = deal.At(question.From);
            if (first is { } start && scope.Counts(start, window.AtStart.Teams))
            {
                builder.AddStart(new ForecastPart(
                    Key(by, start), start.Outcome, start.Category, start.Currency, AmountSum.One(start.Amount), start.Amount is null ? 1 : 0));
            }

            var changes = deal.Within(question.From, question.To);
            builder.AddDeal(deal.Id, changes is [{ Before: var before }, ..] ? before : first, changes.ConvertAll(c => c.View));
        }

        return builder.Figures();
    }

    public static List<string> Slippage(History history, Question question, bool hasPeriod, TeamsOverTime teams)
    {
        var (scope, by) = (Scope(question, teams), By(question));
        var builder = new SlippageBuilder(Settings(history, question).Calendar, Rates(history, question), question.From);
        foreach (var deal in KnownDeal.AllOf(history, question.Known))
        {
            var changes = deal.Within(question.From, question.To);
            foreach (var change in changes)
            {
                if (change is { PushDays: { } days, Before: { } before } && scope.HasOwner(before.Owner, teams.At(change.At)))
                {
                    builder.Add(
                        Keys(by, before, teams.At(change.At), scope),
                        new DateMove(deal.Id, change.At, before.Owner, before.Amount, before.Currency, before.CloseDate!.Value, change.After.CloseDate!.Value, days, changes[^1].TimesPushed));
                }
            }

            if (hasPeriod && deal.At(question.From) is { } start && scope.Counts(start, teams.At(question.From)) && InBasis(start, question.Basis))
            {
                var stillOpen = deal.At(question.To)!.Outcome == Outcome.Open;
                builder.Add(
                    Keys(by, start, teams.At(question.From), scope),
                    new SlipBasisPart(Key(by, start), start.Currency, AmountSum.One(start.Amount), AmountSum.One(stillOpen ? start.Amount : null)));
            }
        }

        return AnswerText.Lines(builder.Total(hasPeriod), builder.Rows(hasPeriod));
    }

    private static bool InBasis(DealView deal, string basis) => basis switch
    {
        "commit" => deal.Category == ForecastCategory.Commit,
        "forecast" => deal.Category is ForecastCategory.Commit or ForecastCategory.MostLikely or ForecastCategory.BestCase,
        _ => true,
    };

    private static string Key(GroupBy by, DealView deal) => by == GroupBy.Team ? deal.Owner ?? "" : by.KeyOf(deal);

    private static IReadOnlyList<string> Keys(GroupBy by, DealView deal, Hierarchy teams, PipelineScope scope) => by switch
    {
        GroupBy.None => [],
        GroupBy.Team => teams.TeamsOf(deal.Owner, scope.Team),
        _ => [by.KeyOf(deal)],
    };
}
