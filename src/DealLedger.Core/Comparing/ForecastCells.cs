using DealLedger.Core.Forecasting;

namespace DealLedger.Core.Comparing;

/// <summary>The cells of one line of a forecast, or by how much two lines differ (DEFINITIONS 3).</summary>
public sealed record ForecastCells(
    Cell Closed, Cell Commit, Cell MostLikely, Cell BestCase, Cell Pipeline, Cell Omitted, Cell Lost, Cell OpenPipeline)
{
    /// <summary>Nothing in any cell.</summary>
    public static ForecastCells Zero { get; } = new(Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero);

    /// <summary>The cells of a line.</summary>
    public static ForecastCells Of(ForecastRow row) =>
        new(row.Closed, row.Commit, row.MostLikely, row.BestCase, row.Pipeline, row.Omitted, row.Lost, row.OpenPipeline);

    /// <summary>The sum of two lines, cell by cell.</summary>
    public static ForecastCells operator +(ForecastCells a, ForecastCells b) => new(
        a.Closed + b.Closed, a.Commit + b.Commit, a.MostLikely + b.MostLikely, a.BestCase + b.BestCase, a.Pipeline + b.Pipeline,
        a.Omitted + b.Omitted, a.Lost + b.Lost, a.OpenPipeline + b.OpenPipeline);

    /// <summary>The difference of two lines, cell by cell.</summary>
    public static ForecastCells operator -(ForecastCells a, ForecastCells b) => new(
        a.Closed - b.Closed, a.Commit - b.Commit, a.MostLikely - b.MostLikely, a.BestCase - b.BestCase, a.Pipeline - b.Pipeline,
        a.Omitted - b.Omitted, a.Lost - b.Lost, a.OpenPipeline - b.OpenPipeline);

    /// <summary>The sum of two lines, cell by cell.</summary>
    public static ForecastCells Add(ForecastCells left, ForecastCells right) => left + right;

    /// <summary>The difference of two lines, cell by cell.</summary>
    public static ForecastCells Subtract(ForecastCells left, ForecastCells right) => left - right;

    /// <summary>The largest amount in any cell, without its sign.</summary>
    public decimal LargestAmount => new[] { Closed, Commit, MostLikely, BestCase, Pipeline, Omitted, Lost, OpenPipeline }.Max(c => Math.Abs(c.Amount));

    /// <summary>A line with these cells.</summary>
    public ForecastRow Row(string key, string name, string? parent = null) =>
        new(key, name, Closed, Commit, MostLikely, BestCase, Pipeline, Omitted, Lost, OpenPipeline, parent);
}
