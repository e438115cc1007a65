namespace DealLedger.Import.Sample;

/// <summary>The accounts: each belongs to a rep, and is made from its number alone whenever it is asked for.</summary>
internal sealed class SampleAccounts(SampleIds ids, SampleStaff staff, int seed, int deals, DateOnly start)
{
    private const int DealsPerAccount = 3;

    private readonly int perRep = 1 + (deals / (SampleStaff.Reps * DealsPerAccount));

    public int Count => perRep * SampleStaff.Reps;

    public SampleAccount this[int number]
    {
        get
        {
            var random = SampleRandom.For(seed, SampleRandom.Purpose.Account, number);
            SampleRep rep = staff[number % SampleStaff.Reps];
            return new(
                ids.Account(number + 1),
                SampleNames.Company(random),
                random.Pick(SampleNames.Industries),
                rep.Segment.Name,
                rep.Id,
                SampleCalendar.At(start, 8).AddDays(-random.Between(1, 900)));
        }
    }

    /// <summary>One of a rep's accounts.</summary>
    public SampleAccount Of(SampleRep rep, SampleRandom random) => this[(random.Below(perRep) * SampleStaff.Reps) + rep.Number];
}
