using System.Text.Json;
using DealLedger.Core.Forecasting;

namespace DealLedger.Server.Pages;

/// <summary>Columns of a forecast, and the categories that they count, in the words that people read.</summary>
public static class ColumnLabels
{
    /// <summary>A column as answers and addresses write it.</summary>
    public static string Word(this ForecastColumn column) => JsonNamingPolicy.CamelCase.ConvertName(column.ToString());

    /// <summary>The words for a column.</summary>
    public static string Label(this ForecastColumn column) => column switch
    {
        ForecastColumn.OpenPipeline => "Open pipeline",
        ForecastColumn.MostLikely => "Most likely",
        ForecastColumn.BestCase => "Best case",
        _ => column.ToString(),
    };

    /// <summary>The words for a category of a deal, which answers write in one word.</summary>
    public static string OfCategory(string category) =>
        Enum.TryParse<ForecastColumn>(category, out var column) && Enum.GetName(column) == category ? column.Label() : category;
}
