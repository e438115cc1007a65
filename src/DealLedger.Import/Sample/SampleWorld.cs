namespace DealLedger.Import.Sample;

/// <summary>What all deals of a sample company share; none of it grows with their number.</summary>
internal sealed class SampleWorld
{
    private const int LastHour = 18;

    public SampleWorld(int deals, int seed, DateOnly until)
    {
        Deals = deals;
        Seed = seed;
        DateOnly start = until.AddYears(-2).AddDays(1);
        Start = SampleCalendar.At(start, 0);
        End = SampleCalendar.At(until, LastHour);
        Ids = new(deals, seed, until);
        Stages = new(Ids);
        Staff = new(Ids, seed, start, until);
        Accounts = new(Ids, Staff, seed, deals, start);
    }

    public int Deals { get; }

    public int Seed { get; }

    public DateTimeOffset Start { get; }

    /// <summary>The instant after which nothing has happened yet.</summary>
    public DateTimeOffset End { get; }

    public SampleIds Ids { get; }

    public SampleStages Stages { get; }

    public SampleStaff Staff { get; }

    public SampleAccounts Accounts { get; }
}
