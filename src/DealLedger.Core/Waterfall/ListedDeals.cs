using DealLedger.Core.CallSheet;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Waterfall;

/// <summary>
/// Which deals of a comparison are listed: at most so many, those with a movement of one kind where one is named, by its size, those after
/// a rank where the list goes on, and those of one part of a call sheet.
/// </summary>
public sealed record ListedDeals(int Limit, MovementKind? Kind = null, DealRank? After = null, SheetPartKind? Part = null)
{
    /// <summary>Whether a deal is of the part, by its type at the end of the window.</summary>
    public bool IsOfPart(DealView last) => Part is null || SheetRules.PartOf(last.Type) == Part;
}
