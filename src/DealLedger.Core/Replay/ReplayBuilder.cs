using DealLedger.Core.Comparing;
using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;

namespace DealLedger.Core.Replay;

/// <summary>The forecast as a replay begins, and its weeks.</summary>
public sealed record ReplayFigures(ForecastCells Start, IReadOnlyList<ReplayWeek> Weeks);

/// <summary>
/// Plays a period once: from the forecast as it begins and, deal by deal, the changes inside it, the forecast at the end of every week
/// (DEFINITIONS 3) and the movements of every week (DEFINITIONS 4). Its cost follows what changed, however many weeks there are.
/// </summary>
public sealed class ReplayBuilder
{
    // A year has 54 at the most; the months of a calendar that follows a table may be of any length.
    private const int MostWeeks = 60;

    private readonly PipelineScope _scope;
    private readonly Lens _atStart;
    private readonly ForecastSums _start;
    private readonly List<Week> _weeks = [];

    /// <summary>A replay of these weeks, each with its last instant, that begins at an instant before the first of them.</summary>
    public ReplayBuilder(PipelineScope scope, DateTimeOffset from, IReadOnlyList<(string Week, DateTimeOffset End)> weeks, LensOverTime lenses)
    {
        (_scope, _atStart) = (scope, lenses.At(from));
        _start = new ForecastSums(_atStart.Rates);
        var begin = from;
        foreach (var (name, end) in weeks)
        {
            _weeks.Add(new Week(name, scope, new Window(begin, end, lenses), _weeks is [.., var before] ? before : null));
            begin = end;
        }
    }

    /// <summary>Whether a period is short enough to be played.</summary>
    public static bool CanPlay(Period period) => (period.End.DayNumber - period.Start.DayNumber) / 7 < MostWeeks;

    /// <summary>
    /// The weeks of a period that had begun as of an instant, with the instant that the first of them begins after; the last one is cut there. Refused for
    /// a period of more than 60 weeks (<c>period-too-long</c>).
    /// </summary>
    public static (DateTimeOffset From, IReadOnlyList<(string Week, DateTimeOffset End)> Weeks) Played(TimeWords time, Period period, DateTimeOffset asOf)
    {
        if (!CanPlay(period))
        {
            throw new RefusedException("period-too-long", $"{period.Id} is longer than {MostWeeks} weeks; play a quarter or a month of it.", "period");
        }

        var begin = time.WindowStart(period);
        if (asOf <= begin)
        {
            return (asOf, []);
        }

        var weeks = new List<(string, DateTimeOffset)>();
        var from = begin;
        foreach (var (week, end) in time.WeeksOf(period))
        {
            if (from >= asOf)
            {
                break;
            }

            from = end < asOf ? end : asOf;
            weeks.Add((week, from));
        }

        return (begin, weeks);
    }

    /// <summary>
    /// Adds deals of the period as they stood when the replay begins. Where a team is asked for they come by owner, all of them, for the hierarchy of each
    /// week says whose count; else they are those in scope.
    /// </summary>
    public void AddStart(in ForecastPart part)
    {
        Add(_start, part, _atStart);
        foreach (var week in _weeks)
        {
            if (week.CountsAnew)
            {
                Add(week.Forecast, part, week.AtEnd);
            }
        }
    }

    /// <summary>
    /// Adds one deal by its state when the replay begins and its own changes up to the end of the last week, in business order. Deals come in any order,
    /// each of them once.
    /// </summary>
    public void AddDeal(string id, DealView? first, IReadOnlyList<ViewStep> steps)
    {
        var (state, next) = (first, 0);
        var ofWeek = new List<ViewStep>();
        foreach (var week in _weeks)
        {
            ofWeek.Clear();
            for (; next < steps.Count && steps[next].At <= week.To; next++)
            {
                ofWeek.Add(steps[next]);
            }

            if (ofWeek.Count > 0 || week.HasMoves)
            {
                week.Movements.AddDeal(id, state, ofWeek);
            }

            var was = state;
            state = ofWeek.Count > 0 ? ofWeek[^1].After : state;

            // As long as nothing of the deal changed, it is among those that the replay began with.
            if (week.CountsAnew ? next > 0 : ofWeek.Count > 0)
            {
                Add(week, week.CountsAnew ? first : was, -1);
                Add(week, state, +1);
            }
        }
    }

    /// <summary>What was added, summed up.</summary>
    public ReplayFigures Figures()
    {
        var start = ForecastCells.Of(_start.Figures(Rollup.Single).Total);
        var forecasts = _weeks.ConvertAll(w => w.Counted().Figures(Rollup.Single));
        var result = forecasts is [.., var last] ? last.Total.Closed : start.Closed;
        return new ReplayFigures(start, [.. _weeks.Zip(forecasts, (week, forecast) => week.Told(forecast, result.Amount))]);
    }

    private void Add(Week week, DealView? deal, int sign)
    {
        if (deal is { IsDeleted: false } && _scope.Period.Contains(deal.CloseDate))
        {
            var (amounts, without) = deal.Amount is { } amount ? (new AmountSum(sign * amount, sign, amount), 0) : (AmountSum.One(null), sign);
            Add(week.Forecast, new ForecastPart(deal.Owner ?? "", deal.Outcome, deal.Category, deal.Currency, amounts, without), week.AtEnd);
        }
    }

    private void Add(ForecastSums sums, in ForecastPart part, Lens lens)
    {
        if (part.Key is null || _scope.HasOwner(part.Key, lens.Teams))
        {
            sums.Add(part with { Key = null });
        }
    }

    private sealed class Week(string name, PipelineScope scope, Window window, Week? before)
    {
        private ForecastSums? _counted;

        public DateTimeOffset To => window.To;

        public Lens AtEnd => window.AtEnd;

        public bool HasMoves { get; } = window.Moved.Owners.Count > 0 || window.Moved.Currencies.Count > 0;

        // Seen through the lens of the week before, a deal that did not change counts as it did there.
        public bool CountsAnew { get; } = before is null || before.AtEnd != window.AtEnd;

        // What the week differs by from the one before, or all of it where it counts anew.
        public ForecastSums Forecast { get; } = new(window.AtEnd.Rates);

        public WaterfallBuilder Movements { get; } = new(scope, window, WaterfallMode.Net, GroupBy.None, listed: null);

        public ForecastSums Counted()
        {
            if (_counted is null)
            {
                _counted = new ForecastSums(AtEnd.Rates);
                _counted.Add(Forecast);
                if (!CountsAnew)
                {
                    _counted.Add(before!.Counted());
                }
            }

            return _counted;
        }

        public ReplayWeek Told(ForecastFigures forecast, decimal result)
        {
            var cells = ForecastCells.Of(forecast.Total);
            return new ReplayWeek(
                name, window.From, window.To, cells, Movements.Figures().Total.Movements, cells.Closed.Amount + cells.Commit.Amount - result, forecast.Unconverted);
        }
    }
}
