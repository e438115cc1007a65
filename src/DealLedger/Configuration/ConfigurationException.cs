namespace DealLedger.Configuration;

/// <summary>The configuration cannot be worked with; one line a fault, each with where it stands, what is wrong and what would be right.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>The faults.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
