namespace DealLedger.Import.Sample;

/// <summary>What fate has in store for a deal; how it comes about is the story's.</summary>
internal sealed record DealPlan(
    SampleRep Owner,
    SampleAccount Account,
    string Type,
    string Name,
    decimal Amount,
    DateTimeOffset Created,
    DateOnly FirstCloseDate,
    DateOnly Decision,
    bool Won)
{
    private const int RenewalNotice = 120;

    /// <summary>Plans deal number 0, 1, ... of so many, one after the other over the company's two years.</summary>
    public static DealPlan Draw(SampleWorld world, int number)
    {
        var random = SampleRandom.For(world.Seed, SampleRandom.Purpose.Plan, number);
        DateTimeOffset created = Creation(world, number, random);
        SampleRep owner = world.Staff.OwnerFor(created.Day(), random);
        SampleAccount account = world.Accounts.Of(owner, random);
        string type = random.Below(100) switch
        {
            < 58 => SampleTypes.NewBusiness,
            < 82 => SampleTypes.Expansion,
            _ => SampleTypes.Renewal,
        };
        bool won = random.Chance(WinsOfThousand(type, owner.Habit));
        (DateOnly decision, DateOnly firstCloseDate) = type == SampleTypes.Renewal
            ? RenewalDates(created.Day(), random)
            : SaleDates(created.Day(), owner, won, random);
        string name = SampleNames.Deal(account.Name, type, decision.Year, random);
        return new(owner, account, type, name, FirstAmount(owner.Segment, type, random), created, firstCloseDate, decision, won);
    }

    private static DateTimeOffset Creation(SampleWorld world, int number, SampleRandom random)
    {
        long seconds = (long)(world.End - world.Start).TotalSeconds;
        long slot = ((number * 1000L) + random.Below(1000)) * seconds / (world.Deals * 1000L);
        DateTimeOffset moment = SampleCalendar.Moment(world.Start.AddSeconds(slot).Day(), random);
        // A Monday after the last weekend, or a late evening, can lie beyond the end.
        return moment < world.End ? moment : world.End.AddSeconds(-random.Between(1, 6 * 3600));
    }

    private static int WinsOfThousand(string type, SampleHabit habit) => (type, habit) switch
    {
        (SampleTypes.Renewal, _) => 810,
        (_, SampleHabit.Optimist) => 120,
        (_, SampleHabit.Sandbagger) => 450,
        (SampleTypes.Expansion, _) => 430,
        _ => 265,
    };

    private static decimal FirstAmount(SampleSegment segment, string type, SampleRandom random)
    {
        int dollars = random.NearLow(segment.Amount.Low, segment.Amount.High);
        int part = type switch
        {
            SampleTypes.Expansion => dollars * 2 / 5,
            SampleTypes.Renewal => dollars * 3 / 4,
            _ => dollars,
        };
        return Math.Max(1, part / segment.RoundedTo) * segment.RoundedTo;
    }

    private static (DateOnly Decision, DateOnly FirstCloseDate) RenewalDates(DateOnly created, SampleRandom random)
    {
        DateOnly around = created.AddDays(RenewalNotice);
        DateOnly contractEnd = random.Chance(500) ? SampleCalendar.QuarterEnd(around) : SampleCalendar.MonthEnd(around);
        int daysLate = random.Chance(150) ? random.Between(1, 25) : -random.NearLow(0, 30);
        return (SampleCalendar.WorkdayBefore(contractEnd.AddDays(daysLate)), contractEnd);
    }

    private static (DateOnly Decision, DateOnly FirstCloseDate) SaleDates(DateOnly created, SampleRep owner, bool won, SampleRandom random)
    {
        int days = random.NearLow(owner.Segment.Days.Low, owner.Segment.Days.High) * (random.Chance(50) ? 2 : 1);
        int hopeful = owner.Habit == SampleHabit.SerialPusher ? days * 2 / 3 : random.Between(0, Math.Min(70, days / 2));
        DateOnly raw = created.AddDays(days);
        DateOnly hoped = raw.AddDays(-hopeful);
        DateOnly firstCloseDate = random.Below(10) switch
        {
            < 6 => SampleCalendar.QuarterEnd(hoped),
            < 8 => SampleCalendar.MonthEnd(hoped),
            _ => SampleCalendar.WorkdayBefore(hoped),
        };
        return (DecisionDay(raw, created, won, random), firstCloseDate);
    }

    /// <summary>Quarters close late: most wins fall into the last two weeks, and hopes are buried early in the next.</summary>
    private static DateOnly DecisionDay(DateOnly raw, DateOnly created, bool won, SampleRandom random)
    {
        DateOnly quarterEnd = SampleCalendar.QuarterEnd(raw);
        DateOnly decision = won switch
        {
            true when random.Chance(550) => quarterEnd.AddDays(-random.NearLow(0, 13)),
            false when random.Chance(200) => quarterEnd.AddDays(random.NearLow(1, 20)),
            _ => raw,
        };
        return SampleCalendar.WorkdayBefore(decision < created.AddDays(7) ? raw : decision);
    }
}
