namespace DealLedger.Import.Sample;

/// <summary>A market segment: what its deals are worth in dollars and how many days they take; the small ones are likelier.</summary>
internal sealed record SampleSegment(
    string Name, int Share, (int Low, int High) Amount, int RoundedTo, (int Low, int High) Days)
{
    public static readonly SampleSegment Smb = new("SMB", 4, (2_000, 45_000), 100, (25, 150));
    public static readonly SampleSegment MidMarket = new("Mid-Market", 3, (15_000, 190_000), 500, (50, 270));
    public static readonly SampleSegment Enterprise = new("Enterprise", 2, (80_000, 1_400_000), 5_000, (90, 400));
}
