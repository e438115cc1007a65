using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;

namespace DealLedger.Benchmarks.Data;

/// <summary>
/// Answers a question a second time, the simple way, row by row from the history; throws when the two differ. Of deals that cannot matter
/// (their close date was never in the period, or they had ended before the window) nothing is folded, so that the largest history can be checked.
/// </summary>
internal sealed class NaiveAnswers(MadeUpHistory history)
{
    /// <summary>By owner.</summary>
    public void Check(ForecastQuestion question, ForecastAnswer answer) => Same(
        "forecast",
        NaiveForecast.Lines(EverIn(question.Period), question.AsOf, Scope(question.Period), "owner", cumulative: false),
        AnswerText.Lines(answer.Total, answer.Rows, answer.Unconverted));

    /// <summary>By owner.</summary>
    public void Check(SlippageQuestion question, SlippageAnswer answer)
    {
        var scope = Scope(question.Period!);
        var deals = history.Fold(d => !(d[^1] is OpportunityWon or OpportunityLost && d[^1].At <= question.From));
        Same(
            "slippage",
            NaiveSlippage.Lines(deals, question.From, question.To, scope.Period, scope, "owner", "all", firstMonth: 1),
            AnswerText.Lines(answer.Total, answer.Rows));
    }

    /// <summary>
    /// By team: total, listed deals, and every team's row. The naive model looks every team up in all facts for every deal; here, where nobody
    /// ever moves, the lead of a team stands for its reps instead, one level after the other.
    /// </summary>
    public void Check(ChangesQuestion question, ChangesAnswer answer)
    {
        var mode = question.Mode == WaterfallMode.Net ? "net" : "path";
        var scope = Scope(question.Period);
        List<string> Lines(List<NaiveDeal> of, NaiveScope within) => NaiveWaterfall.Lines(of, question.From, question.To, within, mode, "none");

        var all = EverIn(question.Period);
        Same($"changes {mode}", Lines(all, scope), AnswerText.Lines(answer with { Rows = null }));
        var deals = NaiveWaterfall.Deals(all, question.From, question.To, scope, mode);
        Same(
            $"deals of changes {mode}",
            deals.Take(question.Limit).Select(d => d.ToString()).Append($"{deals.Count} in all"),
            answer.Deals.Select(AnswerText.Line).Append($"{answer.DealsTotal} in all"));

        var rows = answer.Rows!.ToDictionary(r => r.Key, StringComparer.Ordinal);
        foreach (var level in Staff.Levels)
        {
            foreach (var (lead, theirs) in ByOwner(EverIn(question.Period, rep => Staff.LeadOf(rep, level))))
            {
                var row = rows.Remove(lead, out var found) ? found : new WaterfallRow(lead, lead, Cell.Zero, Cell.Zero, []);
                Same($"changes {mode} of {lead}", Lines(theirs, scope with { Owner = lead }), AnswerText.Lines(row with { Key = "total" }, rows: null, [], []));
            }
        }

        Same($"further rows of changes {mode}", [], rows.Keys);
    }

    /// <summary>A deal with the number of its events.</summary>
    public static void Check(int number, DateTimeOffset asOf, DealAnswer answer)
    {
        var naive = new MadeUpHistory([number]).Fold(_ => true).Single();
        var (expected, found) = (naive.At(asOf)!, answer.State);
        Same(
            $"deal {naive.Id}",
            [
                $"{expected.Owner} {expected.Stage} {expected.Category} {expected.Amount:0.00} {expected.CloseDate:O} {expected.Outcome} {expected.TimesPushed}",
                $"{naive.Changes.Count(c => c.At <= asOf)} events",
            ],
            [
                $"{found.Owner} {found.Stage} {found.Category} {found.Amount:0.00} {found.CloseDate:O} {found.Outcome} {found.TimesPushed}",
                $"{answer.History.Count} events",
            ]);
    }

    /// <summary>Throws when two answers differ, and tells the first line that does.</summary>
    public static void Same(string what, IEnumerable<string> naive, IEnumerable<string> answer)
    {
        var (expected, found) = (naive.ToList(), answer.ToList());
        var difference = Enumerable.Range(0, Math.Max(expected.Count, found.Count))
            .FirstOrDefault(i => expected.ElementAtOrDefault(i) != found.ElementAtOrDefault(i), -1);
        if (difference >= 0)
        {
            throw new InvalidOperationException(
                $"The answer to '{what}' is wrong.\n  expected: {expected.ElementAtOrDefault(difference)}\n  found:    {found.ElementAtOrDefault(difference)}");
        }
    }

    /// <summary>Whether a deal's close date ever lay in a period; else it has no part in a forecast or a waterfall of it.</summary>
    public static bool WasEverIn(Period period, IOpportunityEvent[] deal) =>
        deal.Select(e => e is OpportunityOpened opened ? opened.CloseDate : e is CloseDateMoved moved ? moved.To : null)
            .Any(day => day >= period.Start && day <= period.End);

    private List<NaiveDeal> EverIn(Period period, Func<string, string>? standIn = null) => history.Fold(d => WasEverIn(period, d), standIn);

    private static NaiveScope Scope(Period period) => new(NaivePeriod.Named(period.Id, firstMonth: 1), null, "USD");

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
}
