using DealLedger.Core.Forecasting;

namespace DealLedger.Core.Waterfall;

/// <summary>
/// Which deals of a comparison are listed: at most so many, those with a movement of one kind where one is named, by its size, and those after
/// a rank where the list goes on.
/// </summary>
public sealed record ListedDeals(int Limit, MovementKind? Kind = null, DealRank? After = null);
