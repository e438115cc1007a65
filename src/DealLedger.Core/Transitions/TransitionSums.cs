using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Waterfall;

namespace DealLedger.Core.Transitions;

/// <summary>A deal in its places, with its states at both instants and what it counts in the forecast there.</summary>
public sealed record DealTransition(string Id, DealPlace Was, DealPlace Is, DealView? Before, DealView After, decimal? Start, decimal? End);

/// <summary>The transitions in the order of their places, the deals that are listed, how many there are in all, and where the list goes on if it does.</summary>
public sealed record TransitionFigures(
    IReadOnlyList<Transition> Transitions, IReadOnlyList<DealTransition> Deals, long DealsTotal, DealRank? Next, IReadOnlyList<Unconverted> UnconvertedAtStart,
    IReadOnlyList<Unconverted> Unconverted);

/// <summary>
/// Adds up, deal by deal, where those that a forecast counts at the beginning of a window are at its end, and where those came from that it counts at
/// the end alone (DEFINITIONS 3). What took a deal out is told in the order of DEFINITIONS 4: deleted, the close date, the owner or the hierarchy.
/// </summary>
public sealed class TransitionSums(TransitionsQuestion question, Lens atStart, Lens atEnd)
{
    private readonly PipelineScope _scope = question.Scope;
    private readonly SortedDictionary<(DealPlace Was, DealPlace Is), (long Deals, Cell Start, Cell End)> _sums = [];
    private readonly UnconvertedAmounts _unconvertedAtStart = new();
    private readonly UnconvertedAmounts _unconverted = new();
    private readonly FirstDeals<DealTransition> _listed = new(question.Limit, question.After);
    private long _dealsTotal;

    /// <summary>
    /// Adds a deal by its states at both instants, none where it did not exist; one that the forecast counts at neither of them adds nothing. Deals
    /// come in any order, each of them once.
    /// </summary>
    public void Add(string id, DealView? before, DealView? after)
    {
        var (counted, counts) = (Column(before, atStart), Column(after, atEnd));
        if (after is null || (counted is null && counts is null))
        {
            return;
        }

        var (was, @is) = (counted ?? Origin(before), counts ?? Destination(after));
        var deal = new DealTransition(
            id, was, @is, before, after, counted is null ? null : Value(before!, atStart, _unconvertedAtStart),
            counts is null ? null : Value(after, atEnd, _unconverted));
        var sum = _sums.GetValueOrDefault((was, @is));
        _sums[(was, @is)] = (sum.Deals + 1, sum.Start + Counted(counted, before, deal.Start), sum.End + Counted(counts, after, deal.End));
        if ((question.Was ?? was) == was && (question.Is ?? @is) == @is)
        {
            _dealsTotal++;
            _listed.Add(new DealRank(Math.Max(Math.Abs(deal.Start ?? 0), Math.Abs(deal.End ?? 0)), id), deal);
        }
    }

    /// <summary>What was added, summed up.</summary>
    public TransitionFigures Figures()
    {
        var (deals, next) = _listed.Take();
        return new TransitionFigures(
            [.. _sums.Select(s => new Transition(s.Key.Was, s.Key.Is, s.Value.Deals, s.Value.Start, s.Value.End))], deals.ConvertAll(d => d.Deal), _dealsTotal, next,
            _unconvertedAtStart.All, _unconverted.All);
    }

    private DealPlace? Column(DealView? deal, Lens lens) =>
        deal is not { IsDeleted: false } || !question.Period.Contains(deal.CloseDate) || !_scope.HasOwner(deal.Owner, lens.Teams) ? null
        : deal.Outcome == Outcome.Lost ? DealPlace.Lost
        : Forecast.CountedAs(deal.Outcome, deal.Category) switch
        {
            ForecastCategory.Closed => DealPlace.Closed,
            ForecastCategory.Commit => DealPlace.Commit,
            ForecastCategory.MostLikely => DealPlace.MostLikely,
            ForecastCategory.BestCase => DealPlace.BestCase,
            ForecastCategory.Pipeline => DealPlace.Pipeline,
            _ => DealPlace.Omitted,
        };

    private DealPlace Origin(DealView? before) =>
        before is null ? DealPlace.New
        : before.IsDeleted ? DealPlace.Restored
        : question.Period.Contains(before.CloseDate) ? DealPlace.TransferredIn
        : before.CloseDate < question.Period.Start ? DealPlace.PushedIn
        : DealPlace.PulledIn;

    private DealPlace Destination(DealView after) =>
        after.IsDeleted ? DealPlace.Deleted
        : question.Period.Contains(after.CloseDate) ? DealPlace.TransferredOut
        : after.Outcome == Outcome.Won ? DealPlace.WonElsewhere
        : after.Outcome == Outcome.Lost ? DealPlace.LostElsewhere
        : after.CloseDate < question.Period.Start ? DealPlace.PulledOut
        : DealPlace.PushedOut;

    private static decimal? Value(DealView deal, Lens lens, UnconvertedAmounts unconverted)
    {
        unconverted.Add(lens.Rates, deal.Currency, AmountSum.One(deal.Amount));
        return deal.Amount is { } amount ? lens.Rates.Convert(deal.Currency, amount) : null;
    }

    private static Cell Counted(DealPlace? column, DealView? deal, decimal? value) =>
        column is null ? Cell.Zero : new Cell(value ?? 0, 1, deal!.Amount is null ? 1 : 0);
}
