using DealLedger.Core.Forecasting;

namespace DealLedger.Core.CallSheet;

/// <summary>The two parts of a call sheet.</summary>
public enum SheetPartKind
{
    /// <summary>Whatever is no renewal.</summary>
    NewAndExpansion,

    /// <summary>Renewals.</summary>
    Renewals,
}

/// <summary>The rules of a call sheet.</summary>
public static class SheetRules
{
    /// <summary>The version name of these rules.</summary>
    public const string Definition = "call-sheet/1";

    /// <summary>How many deals a list shows.</summary>
    public const int Shown = 5;

    /// <summary>How many of the key open deals a part shows.</summary>
    public const int KeyDeals = 10;

    /// <summary>In how many of the largest open deals of a part flags are looked for.</summary>
    public const int LookedAt = 2_500;

    private static readonly string[] Warnings = ["At risk", "Early warning"];

    /// <summary>The part that a deal belongs to by its type: a type that names a renewal, in whatever letters, is one.</summary>
    public static SheetPartKind PartOf(string? type) =>
        type?.Contains("renewal", StringComparison.OrdinalIgnoreCase) == true ? SheetPartKind.Renewals : SheetPartKind.NewAndExpansion;

    /// <summary>Those of a deal's flags that a call looks at.</summary>
    public static IReadOnlyList<string> WarningsOf(IEnumerable<string> flags) => [.. flags.Where(f => Warnings.Contains(f.Trim(), StringComparer.OrdinalIgnoreCase))];
}

/// <summary>
/// How a part stands (DEFINITIONS 3, cumulative): forecast is Commit, with what is closed; upside is Best Case less Commit, so what is most likely
/// and what could be.
/// </summary>
public sealed record SheetFigures(Cell Closed, Cell Forecast, Cell Upside, Cell OpenPipeline)
{
    /// <summary>The figures beside those of an earlier instant, by name, in their order.</summary>
    public IReadOnlyList<(string Name, Cell Now, Cell Before)> Beside(SheetFigures before) =>
    [
        ("Closed", Closed, before.Closed), ("Forecast", Forecast, before.Forecast), ("Upside", Upside, before.Upside),
        ("Open pipeline", OpenPipeline, before.OpenPipeline),
    ];

    /// <summary>The figures of lines of a forecast by type (single), summed.</summary>
    public static SheetFigures Of(IEnumerable<ForecastRow> rows)
    {
        var figures = new SheetFigures(Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero);
        foreach (var row in rows)
        {
            figures = new SheetFigures(
                figures.Closed + row.Closed, figures.Forecast + row.Closed + row.Commit, figures.Upside + row.MostLikely + row.BestCase,
                figures.OpenPipeline + row.OpenPipeline);
        }

        return figures;
    }
}
