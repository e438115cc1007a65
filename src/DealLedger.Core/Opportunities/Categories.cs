namespace DealLedger.Core.Opportunities;

/// <summary>The forecast category of a deal (DEFINITIONS 1).</summary>
public enum ForecastCategory
{
    /// <summary>Open, not yet forecast.</summary>
    Pipeline,

    /// <summary>Could close in the period; "Upside" is another name for it.</summary>
    BestCase,

    /// <summary>Likely to close in the period.</summary>
    MostLikely,

    /// <summary>Expected to close in the period.</summary>
    Commit,

    /// <summary>Won.</summary>
    Closed,

    /// <summary>Left out of the forecast.</summary>
    Omitted,
}

/// <summary>What became of a deal (DEFINITIONS 1).</summary>
public enum Outcome
{
    /// <summary>Still being worked on.</summary>
    Open,

    /// <summary>Closed and won.</summary>
    Won,

    /// <summary>Closed and lost.</summary>
    Lost,

    /// <summary>Deleted, or merged into another deal.</summary>
    Deleted,
}

/// <summary>Reads and writes categories and outcomes by the names that people and CRMs use.</summary>
public static class CategoryNames
{
    private static readonly Dictionary<string, ForecastCategory> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Pipeline"] = ForecastCategory.Pipeline,
        ["BestCase"] = ForecastCategory.BestCase,
        ["Best Case"] = ForecastCategory.BestCase,
        ["best-case"] = ForecastCategory.BestCase,
        ["Upside"] = ForecastCategory.BestCase,
        ["MostLikely"] = ForecastCategory.MostLikely,
        ["Most Likely"] = ForecastCategory.MostLikely,
        ["most-likely"] = ForecastCategory.MostLikely,
        ["Commit"] = ForecastCategory.Commit,
        ["Forecast"] = ForecastCategory.Commit,
        ["Closed"] = ForecastCategory.Closed,
        ["Omitted"] = ForecastCategory.Omitted,
    };

    /// <summary>What <see cref="TryParse"/> accepts, for refusals.</summary>
    public const string Accepted = "Pipeline, BestCase, MostLikely, Commit, Closed, Omitted";

    /// <summary>The category of that name, in any CRM's spelling.</summary>
    public static bool TryParse(string? name, out ForecastCategory category)
    {
        category = default;
        return name is not null && Names.TryGetValue(name.Trim(), out category);
    }

    /// <summary>The category's name as stored and shown.</summary>
    public static string Name(this ForecastCategory category) => category switch
    {
        ForecastCategory.Pipeline => "Pipeline",
        ForecastCategory.BestCase => "BestCase",
        ForecastCategory.MostLikely => "MostLikely",
        ForecastCategory.Commit => "Commit",
        ForecastCategory.Closed => "Closed",
        _ => "Omitted",
    };

    /// <summary>The outcome's name as stored and shown.</summary>
    public static string Name(this Outcome outcome) => outcome switch
    {
        Outcome.Open => "open",
        Outcome.Won => "won",
        Outcome.Lost => "lost",
        _ => "deleted",
    };
}
