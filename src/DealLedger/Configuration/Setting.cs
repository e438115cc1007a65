namespace DealLedger.Configuration;

/// <summary>
/// One setting: its key in the file (words of sections between points), its environment variable, and its option where it has one. The value of a
/// secret is never shown, so it has no option: those stand in the list of processes.
/// </summary>
internal sealed record Setting(string Key, string Variable, string? Option, string Value, string Says)
{
    /// <summary>Whether the value must not be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether there may be several: the option more than once, the variable with commas, an array in the file.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether it is there or not: an option without a value.</summary>
    public bool IsSwitch { get; init; }
}
