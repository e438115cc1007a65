namespace DealLedger.Import.Sample;

/// <summary>The sample's words for the type of an opportunity.</summary>
internal static class SampleTypes
{
    public const string NewBusiness = "New Business";
    public const string Expansion = "Expansion";
    public const string Renewal = "Renewal";
}
