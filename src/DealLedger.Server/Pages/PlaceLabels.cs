using System.Text.Json;
using DealLedger.Core.Transitions;

namespace DealLedger.Server.Pages;

/// <summary>Places of deals at the two ends of a window, in the words that people read.</summary>
public static class PlaceLabels
{
    /// <summary>A place as answers and addresses write it.</summary>
    public static string Word(this DealPlace place) => JsonNamingPolicy.CamelCase.ConvertName(place.ToString());

    /// <summary>The words for a place.</summary>
    public static string Label(this DealPlace place) => place switch
    {
        DealPlace.PulledIn => "Pulled in",
        DealPlace.PushedIn => "Pushed in",
        DealPlace.TransferredIn => "Transferred in",
        DealPlace.Closed => "Won",
        DealPlace.MostLikely => "Most likely",
        DealPlace.BestCase => "Best case",
        DealPlace.WonElsewhere => "Won elsewhere",
        DealPlace.LostElsewhere => "Lost elsewhere",
        DealPlace.PushedOut => "Pushed out",
        DealPlace.PulledOut => "Pulled out",
        DealPlace.TransferredOut => "Transferred out",
        _ => place.ToString(),
    };

    /// <summary>The column of a forecast that a place is counted in; none outside of it.</summary>
    public static Core.Forecasting.ForecastColumn? Column(this DealPlace place) =>
        Enum.TryParse<Core.Forecasting.ForecastColumn>(place.ToString(), out var column) ? column : null;
}
