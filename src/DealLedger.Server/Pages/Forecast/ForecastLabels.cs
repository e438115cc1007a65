using System.Globalization;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;

namespace DealLedger.Server.Pages.Forecast;

/// <summary>The numbers of a forecast that are no amounts, and its columns in their order.</summary>
public static class ForecastLabels
{
    /// <summary>What stands where there is no number.</summary>
    public const string NoNumber = "–";

    /// <summary>The columns with their cells, from the surest on.</summary>
    public static readonly IReadOnlyList<(ForecastColumn Column, Func<ForecastRow, Cell> Cell, ForecastCategory? Calls)> Columns =
    [
        (ForecastColumn.Closed, r => r.Closed, ForecastCategory.Closed), (ForecastColumn.Commit, r => r.Commit, ForecastCategory.Commit),
        (ForecastColumn.MostLikely, r => r.MostLikely, ForecastCategory.MostLikely), (ForecastColumn.BestCase, r => r.BestCase, ForecastCategory.BestCase),
        (ForecastColumn.Pipeline, r => r.Pipeline, ForecastCategory.Pipeline), (ForecastColumn.OpenPipeline, r => r.OpenPipeline, null),
        (ForecastColumn.Omitted, r => r.Omitted, null), (ForecastColumn.Lost, r => r.Lost, null),
    ];

    /// <summary>A share in percent to one place.</summary>
    public static string Percent(decimal? share) =>
        share is { } value ? (value * 100).ToString($"#,##0.0 '%';{Shown.Minus}#,##0.0 '%'", CultureInfo.InvariantCulture) : NoNumber;

    /// <summary>How many times over, to one place.</summary>
    public static string Times(decimal? times) => times is { } value ? value.ToString("#,##0.0'×'", CultureInfo.InvariantCulture) : NoNumber;

    /// <summary>The words for a category.</summary>
    public static string Of(ForecastCategory category) => ColumnLabels.OfCategory(category.ToString());
}
