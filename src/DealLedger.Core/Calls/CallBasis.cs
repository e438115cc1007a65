using DealLedger.Core.Forecasting;

namespace DealLedger.Core.Calls;

/// <summary>One cell of two roll-ups that differ in it.</summary>
public sealed record CellDifference(string Cell, Cell Before, Cell After);

/// <summary>The roll-up that a call was based on (DEFINITIONS 3, single), in Currency, and the last position of the log that it knew.</summary>
public sealed record CallBasis(
    long Position, string Currency, Cell Closed, Cell Commit, Cell MostLikely, Cell BestCase, Cell Pipeline, Cell Omitted, Cell Lost, Cell OpenPipeline)
{
    /// <summary>The roll-up of a forecast's row.</summary>
    public static CallBasis Of(long position, string currency, ForecastRow row) => new(
        position, currency, row.Closed, row.Commit, row.MostLikely, row.BestCase, row.Pipeline, row.Omitted, row.Lost, row.OpenPipeline);

    /// <summary>The cells in which another roll-up differs, in the order of the document; one in another currency differs in all.</summary>
    public IReadOnlyList<CellDifference> DifferencesTo(CallBasis other) =>
        [.. Cells().Zip(other.Cells(), (a, b) => new CellDifference(a.Name, a.Cell, b.Cell)).Where(d => d.Before != d.After || Currency != other.Currency)];

    private IEnumerable<(string Name, Cell Cell)> Cells() =>
    [
        ("closed", Closed), ("commit", Commit), ("mostLikely", MostLikely), ("bestCase", BestCase), ("pipeline", Pipeline),
        ("omitted", Omitted), ("lost", Lost), ("openPipeline", OpenPipeline),
    ];
}
