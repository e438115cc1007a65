using DealLedger.Core.CallSheet;
using DealLedger.Core.Currencies;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;

namespace DealLedger.Core.Forecasting;

/// <summary>A column of a forecast (DEFINITIONS 3).</summary>
public enum ForecastColumn
{
    /// <summary>All open deals that are not omitted.</summary>
    OpenPipeline,

    /// <summary>What is won.</summary>
    Closed,

    /// <summary>What is expected.</summary>
    Commit,

    /// <summary>What is likely.</summary>
    MostLikely,

    /// <summary>What could be.</summary>
    BestCase,

    /// <summary>What is open and not yet forecast.</summary>
    Pipeline,

    /// <summary>What is left out, with what is lost.</summary>
    Omitted,

    /// <summary>What is lost.</summary>
    Lost,
}

/// <summary>
/// Which deals a column of a forecast counts, in the row of one key where the forecast is grouped and one is named; at most so many are listed, those
/// after a rank where the list goes on. Deals rank by the size of their value.
/// </summary>
public sealed record DealsQuestion(ForecastQuestion Forecast, ForecastColumn Column, string? Key = null, int Limit = DealsQuestion.DefaultLimit, DealRank? After = null)
{
    /// <summary>How many deals are listed unless asked otherwise.</summary>
    public const int DefaultLimit = 50;

    /// <summary>How many deals one answer lists at the most.</summary>
    public const int MaxLimit = 100_000;

    /// <summary>Only deals of this part of a call sheet are counted.</summary>
    public SheetPartKind? Part { get; init; }
}

/// <summary>One deal that is counted, with its value in the reporting currency; none where it has no amount, or one that no rate converts.</summary>
public sealed record CountedDeal(string Id, DealView State, decimal? Value);

/// <summary>The sum of all that are counted, those listed, where the list goes on if it does, and what could not be converted.</summary>
public sealed record CountedFigures(Cell Total, IReadOnlyList<CountedDeal> Deals, DealRank? Next, IReadOnlyList<Unconverted> Unconverted);

/// <summary>Counts deals one by one into a cell of a forecast (DEFINITIONS 3) and keeps the largest: the cell is that of the forecast.</summary>
public sealed class CountedDeals(DealsQuestion question, Hierarchy teams, Rates rates)
{
    private readonly FirstDeals<CountedDeal> _largest = new(question.Limit, question.After);
    private readonly UnconvertedAmounts _unconverted = new();
    private Cell _total = Cell.Zero;

    /// <summary>Adds a deal that is in the period and in the scope; deals come in any order, each of them once.</summary>
    public void Add(string id, DealView deal)
    {
        if (!Counts(deal) || !IsInRow(deal) || (question.Part is { } part && SheetRules.PartOf(deal.Type) != part))
        {
            return;
        }

        var value = deal.Amount is { } amount ? rates.Convert(deal.Currency, amount) : null;
        _total += new Cell(value ?? 0, 1, deal.Amount is null ? 1 : 0);
        _unconverted.Add(rates, deal.Currency, AmountSum.One(deal.Amount));
        _largest.Add(new DealRank(Math.Abs(value ?? 0), id), new CountedDeal(id, deal, value));
    }

    /// <summary>What was added, summed up.</summary>
    public CountedFigures Figures()
    {
        var (deals, next) = _largest.Take();
        return new CountedFigures(_total, deals.ConvertAll(d => d.Deal), next, _unconverted.All);
    }

    private bool Counts(DealView deal)
    {
        var counted = Forecast.CountedAs(deal.Outcome, deal.Category);
        return question.Column switch
        {
            ForecastColumn.OpenPipeline => deal.IsInPipeline,
            ForecastColumn.Lost => deal.Outcome == Outcome.Lost,
            ForecastColumn.Omitted => counted == ForecastCategory.Omitted,
            ForecastColumn.Closed => counted == ForecastCategory.Closed,
            ForecastColumn.Commit => Is(ForecastCategory.Commit),
            ForecastColumn.MostLikely => Is(ForecastCategory.MostLikely),
            ForecastColumn.BestCase => Is(ForecastCategory.BestCase),
            _ => Is(ForecastCategory.Pipeline),
        };

        // The categories stand in the order of their certainty.
        bool Is(ForecastCategory category) =>
            counted == category || (question.Forecast.Rollup == Rollup.Cumulative && counted > category && counted != ForecastCategory.Omitted);
    }

    private bool IsInRow(DealView deal) => question.Key is not { } key || question.Forecast.By switch
    {
        GroupBy.None => true,
        GroupBy.Team => teams.TeamsOf(deal.Owner, question.Forecast.Team).Contains(key),
        var by => by.KeyOf(deal) == key,
    };
}
