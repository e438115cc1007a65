using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
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

    public static PipelineScope Scope(Question question) =>
        new(Period(question), question.Owner, RandomHistory.ReportingCurrency);

    public static Period Period(Question question)
    {
        new FiscalCalendar(question.FirstMonth).TryParse(question.Period, out var period).ShouldBeTrue();
        return period;
    }

    public static List<string> Forecast(History history, Question question)
    {
        var (period, by) = (Period(question), By(question));
        var parts = new List<ForecastPart>();
        foreach (var deal in KnownDeal.AllOf(history, question.Known))
        {
            if (deal.At(question.To) is { IsDeleted: false } state && period.Contains(state.CloseDate) && (question.Owner is null || question.Owner == (state.Owner ?? "")))
            {
                parts.Add(new ForecastPart(
                    by == GroupBy.None ? null : by.KeyOf(state), state.Outcome, state.Category, state.Currency, state.Amount ?? 0, 1, state.Amount is null ? 1 : 0));
            }
        }

        var figures = Forecasting.Forecast.Of(parts, RandomHistory.ReportingCurrency, question.Cumulative ? Rollup.Cumulative : Rollup.Single);
        return AnswerText.Lines(figures.Total, figures.Rows, figures.Unconverted);
    }

    public static WaterfallFigures Waterfall(History history, Question question)
    {
        var (scope, by) = (Scope(question), By(question));
        var builder = new WaterfallBuilder(scope, Mode(question), by, ChangesQuestion.MaxLimit);
        foreach (var deal in KnownDeal.AllOf(history, question.Known))
        {
            if (deal.At(question.From) is { } start && scope.Counts(start))
            {
                builder.AddStart(by.KeyOf(start), start.Currency, start.Amount ?? 0, 1, start.Amount is null ? 1 : 0);
            }

            if (deal.Within(question.From, question.To) is { Count: > 0 } changes)
            {
                builder.AddDeal(deal.Id, changes.ConvertAll(c => c.View));
            }
        }

        return builder.Figures();
    }

    public static List<string> Slippage(History history, Question question, bool hasPeriod)
    {
        var (scope, by) = (Scope(question), By(question));
        var builder = new SlippageBuilder(new FiscalCalendar(question.FirstMonth), RandomHistory.ReportingCurrency);
        foreach (var deal in KnownDeal.AllOf(history, question.Known))
        {
            var changes = deal.Within(question.From, question.To);
            foreach (var change in changes)
            {
                if (change is { PushDays: { } days, Before: { } before } && (scope.Owner is null || scope.Owner == (before.Owner ?? "")))
                {
                    builder.Add(
                        by == GroupBy.None ? null : by.KeyOf(before),
                        new DateMove(deal.Id, before.Owner, before.Amount, before.Currency, before.CloseDate!.Value, change.After.CloseDate!.Value, days, changes[^1].TimesPushed));
                }
            }

            if (hasPeriod && deal.At(question.From) is { } start && scope.Counts(start) && InBasis(start, question.Basis))
            {
                var stillOpen = deal.At(question.To)!.Outcome == Outcome.Open;
                builder.Add(
                    new SlipBasisPart(by.KeyOf(start), start.Currency, start.Amount ?? 0, stillOpen ? start.Amount ?? 0 : 0), grouped: by != GroupBy.None);
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

    private static bool HasAnything(SlipRow row) => row.Pushes > 0 || row.PullIns > 0 || row.BasisAmount != 0;
}
