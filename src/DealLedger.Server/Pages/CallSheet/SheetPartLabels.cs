using DealLedger.Core.CallSheet;

namespace DealLedger.Server.Pages.CallSheet;

/// <summary>The parts of a call sheet in the words that people read.</summary>
public static class SheetPartLabels
{
    /// <summary>The words for a part.</summary>
    public static string Label(this SheetPartKind part) => part == SheetPartKind.Renewals ? "Renewals" : "New and Expansion";
}
