using System.Text.Json;
using DealLedger.Core.Waterfall;

namespace DealLedger.Server.Pages;

/// <summary>Movements in the words that people read.</summary>
public static class MovementLabels
{
    /// <summary>A kind of movement as answers and addresses write it.</summary>
    public static string Word(this MovementKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>The words for a kind of movement.</summary>
    public static string Label(this MovementKind kind) => kind switch
    {
        MovementKind.New => "New",
        MovementKind.Reopened => "Reopened",
        MovementKind.Restored => "Restored",
        MovementKind.Unomitted => "No longer omitted",
        MovementKind.Lost => "Lost",
        MovementKind.Deleted => "Deleted",
        MovementKind.Omitted => "Omitted",
        MovementKind.PulledIn => "Pulled in",
        MovementKind.PushedIn => "Pushed in",
        MovementKind.PushedOut => "Pushed out",
        MovementKind.PulledOut => "Pulled out",
        MovementKind.Increased => "Increased",
        MovementKind.Decreased => "Decreased",
        MovementKind.Currency => "Currency rate",
        MovementKind.TransferredIn => "Transferred in",
        MovementKind.TransferredOut => "Transferred out",
        MovementKind.RealignedIn => "Realigned in",
        MovementKind.RealignedOut => "Realigned out",
        _ => "Won",
    };
}
