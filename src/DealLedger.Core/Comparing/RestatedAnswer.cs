using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;

namespace DealLedger.Core.Comparing;

/// <summary>One forecast question at two states of knowledge, the later one not before the earlier, which the forecast question names.</summary>
public sealed record RestatedQuestion(ForecastQuestion Forecast, KnownAt And, int Limit = DealDifferences.DefaultLimit);

/// <summary>A forecast as known at one of two points of the log; position is the last one known there.</summary>
public sealed record RestatedView(
    string KnownAt, long Position, IReadOnlyList<Unconverted> Unconverted, ForecastRow Total, IReadOnlyList<ForecastRow>? Rows);

/// <summary>By how much the later view differs from the earlier one, cell by cell.</summary>
public sealed record RestatedDifference(ForecastRow Total, IReadOnlyList<ForecastRow>? Rows);

/// <summary>
/// What later knowledge changed in the answer to one forecast question (DEFINITIONS 2 and 3): the answer as known first and as known
/// second, the difference, and the deals that it comes from; theirs add up to it in every cell.
/// </summary>
public sealed record RestatedAnswer(
    string Definition, string Tenant, DateTimeOffset AsOf, IReadOnlyList<string> Notes, Period Period, Rollup Rollup, string Currency, RestatedView First,
    RestatedView Second, RestatedDifference Difference, IReadOnlyList<ComparedDeal> Deals, long DealsTotal)
{
    /// <summary>The version name of these rules.</summary>
    public const string Version = "restated/1";

    /// <summary>The answer that two forecasts and the deals between them make.</summary>
    public static RestatedAnswer Of(ForecastAnswer first, long firstPosition, ForecastAnswer second, long secondPosition, DealDifferences differences) => new(
        Version, second.Tenant, second.AsOf, first.Notes, second.Period, second.Rollup, second.Currency, View(first, firstPosition), View(second, secondPosition),
        new RestatedDifference(
            Between(first.Total, second.Total, second.Total), first.Rows is null || second.Rows is null ? null : Rows(first.Rows, second.Rows)),
        differences.Deals, differences.DealsTotal);

    private static RestatedView View(ForecastAnswer answer, long position) => new(answer.KnownAt, position, answer.Unconverted, answer.Total, answer.Rows);

    private static List<ForecastRow> Rows(IReadOnlyList<ForecastRow> first, IReadOnlyList<ForecastRow> second)
    {
        var (was, @is) = (first.ToDictionary(r => r.Key, StringComparer.Ordinal), second.ToDictionary(r => r.Key, StringComparer.Ordinal));
        return
        [
            .. was.Keys.Union(@is.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(key => Between(was.GetValueOrDefault(key), @is.GetValueOrDefault(key), @is.GetValueOrDefault(key) ?? was[key])),
        ];
    }

    private static ForecastRow Between(ForecastRow? first, ForecastRow? second, ForecastRow named) =>
        (Cells(second) - Cells(first)).Row(named.Key, named.Name, named.Parent);

    private static ForecastCells Cells(ForecastRow? row) => row is null ? ForecastCells.Zero : ForecastCells.Of(row);
}
