namespace DealLedger.Import.Sample;

/// <summary>A made-up company and two years of its deals; the same number, seed and end give the same company everywhere.</summary>
public sealed class SampleCompany
{
    private const int MostDeals = 10_000_000;

    private static readonly DateOnly EarliestEnd = new(1990, 1, 1);
    private static readonly DateOnly LatestEnd = new(2199, 12, 31);

    private readonly SampleWorld world;

    private SampleCompany(SampleWorld world) => this.world = world;

    /// <summary>Generates a company with up to ten million deals in the two years to 18:00 UTC of a day from 1990 to 2199.</summary>
    public static SampleCompany Generate(int deals, int seed, DateOnly until)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deals, MostDeals);
        ArgumentOutOfRangeException.ThrowIfLessThan(until, EarliestEnd);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(until, LatestEnd);
        return new(new(deals, seed, until));
    }

    /// <summary>What all deals share.</summary>
    internal SampleWorld World => world;

    /// <summary>The instant after which nothing has happened yet.</summary>
    public DateTimeOffset End => world.End;

    /// <summary>The sales organisation: its head, six managers and forty reps.</summary>
    public IReadOnlyList<SampleUser> Users => world.Staff.Users;

    /// <summary>The reps whose habits show in the numbers.</summary>
    public SampleHabits Habits => world.Staff.Habits;

    /// <summary>The stage table.</summary>
    public IReadOnlyList<SampleStage> Stages => world.Stages.All;

    /// <summary>The accounts, made one by one as they are asked for.</summary>
    public IEnumerable<SampleAccount> Accounts => Enumerable.Range(0, world.Accounts.Count).Select(number => world.Accounts[number]);

    /// <summary>The deals in the order of their creation's day, made one by one as they are asked for.</summary>
    public IEnumerable<SampleDeal> Deals => Enumerable.Range(0, world.Deals).Select(number => DealStory.Tell(world, number));
}
