using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;

namespace DealLedger.Benchmarks.Data;

/// <summary>Answers a question a second time, the simple way, from the history in memory; throws when the two differ.</summary>
internal sealed class NaiveAnswers(MadeUpHistory history)
{
    private readonly Lazy<List<NaiveDeal>> _deals = new(() => NaiveDeal.AllOf(history.Log(), long.MaxValue));

    public void Check(ForecastQuestion question, ForecastAnswer answer) => Same(
        "forecast",
        NaiveForecast.Lines(_deals.Value, question.AsOf, Scope(question.Period.Id), "owner", cumulative: false),
        AnswerText.Lines(answer.Total, answer.Rows, answer.Unconverted));

    public void Check(SlippageQuestion question, SlippageAnswer answer) => Same(
        "slippage",
        NaiveSlippage.Lines(
            _deals.Value, question.From, question.To, Scope(question.Period!.Id).Period, Scope(question.Period.Id), "owner", "all", firstMonth: 1),
        AnswerText.Lines(answer.Total, answer.Rows));

    /// <summary>Total, listed deals, and one by one every owner's row; an owner's row needs the deals only that were ever theirs.</summary>
    public void Check(ChangesQuestion question, ChangesAnswer answer)
    {
        var mode = question.Mode == WaterfallMode.Net ? "net" : "path";
        var scope = Scope(question.Period.Id);
        List<string> Lines(List<NaiveDeal> of, NaiveScope within) => NaiveWaterfall.Lines(of, question.From, question.To, within, mode, "none");

        Same($"changes {mode}", Lines(_deals.Value, scope), AnswerText.Lines(answer with { Rows = null }));
        var deals = NaiveWaterfall.Deals(_deals.Value, question.From, question.To, scope, mode);
        Same(
            $"deals of changes {mode}",
            deals.Take(question.Limit).Select(d => d.ToString()).Append($"{deals.Count} in all"),
            answer.Deals.Select(AnswerText.Line).Append($"{answer.DealsTotal} in all"));
        var rows = answer.Rows!.ToDictionary(r => r.Key, StringComparer.Ordinal);
        foreach (var (owner, theirs) in ByOwner(_deals.Value))
        {
            var row = rows.GetValueOrDefault(owner) ?? new WaterfallRow(owner, owner, Cell.Zero, Cell.Zero, []);
            Same($"changes {mode} of {owner}", Lines(theirs, scope with { Owner = owner }), AnswerText.Lines(row with { Key = "total" }, rows: null, [], []));
        }
    }

    public void Check(string deal, DateTimeOffset asOf, DealAnswer answer)
    {
        var naive = _deals.Value.Single(d => d.Id == deal);
        var state = naive.At(asOf)!;
        Same(
            $"deal {deal}",
            [$"{state.Owner} {state.Stage} {state.Category} {state.Amount:0.00} {state.CloseDate:O} {state.Outcome} {state.TimesPushed} {naive.Changes.Count(c => c.At <= asOf)}"],
            [$"{answer.State.Owner} {answer.State.Stage} {answer.State.Category} {answer.State.Amount:0.00} {answer.State.CloseDate:O} {answer.State.Outcome} {answer.State.TimesPushed} {answer.History.Count}"]);
    }

    private static NaiveScope Scope(string period) => new(NaivePeriod.Named(period, firstMonth: 1), null, "USD");

    private static Dictionary<string, List<NaiveDeal>> ByOwner(List<NaiveDeal> deals)
    {
        var owners = new Dictionary<string, List<NaiveDeal>>(StringComparer.Ordinal);
        foreach (var deal in deals)
        {
            foreach (var owner in deal.Changes.Select(c => c.After?.Owner).OfType<string>().Distinct())
            {
                if (!owners.TryGetValue(owner, out var theirs))
                {
                    owners.Add(owner, theirs = []);
                }

                theirs.Add(deal);
            }
        }

        return owners;
    }

    private static void Same(string what, IEnumerable<string> naive, IEnumerable<string> answer)
    {
        var (expected, found) = (naive.ToList(), answer.ToList());
        var difference = Enumerable.Range(0, Math.Max(expected.Count, found.Count)).FirstOrDefault(i => expected.ElementAtOrDefault(i) != found.ElementAtOrDefault(i), -1);
        if (difference >= 0)
        {
            throw new InvalidOperationException(
                $"The answer to '{what}' is wrong.\n  expected: {expected.ElementAtOrDefault(difference)}\n  found:    {found.ElementAtOrDefault(difference)}");
        }
    }
}
