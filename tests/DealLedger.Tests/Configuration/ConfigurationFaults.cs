using DealLedger.Configuration;

namespace DealLedger.Tests.Configuration;

internal static class ConfigurationFaults
{
    /// <summary>What a reader found wrong.</summary>
    public static IReadOnlyList<string> FaultsOf(this SettingsReader read)
    {
        try
        {
            read.Check();
            return [];
        }
        catch (ConfigurationException refused)
        {
            return refused.Faults;
        }
    }
}
