using DealLedger.Core.Calls;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Import.Sample;

/// <summary>
/// The forecast calls of a sample company: of the running quarter and the last one week by week, by managers, the head and some reps; of the quarters
/// before, the first and the last. Who states a number leaves it as it is where little has moved, so some are stale; some have just looked at theirs
/// again.
/// </summary>
internal sealed class SampleCalls
{
    private const string Currency = "USD";
    private const int WeeklyQuarters = 2;
    private const int RepsHour = 10;
    private const int ManagersHour = 15;
    private const int HeadsHour = 17;

    private static readonly string[] Notes =
    [
        "Two renewals carry most of it", "Counts the legal reviews that end this month", "Without the deal that waits for budget",
        "Procurement promised dates in writing", "Down: the pilot takes longer", "Up: the second phase was approved",
        "Same as last week, nothing new from the field", "Depends on the two largest deals", "Conservative until the security review is through",
    ];

    private readonly SampleWorld world;
    private readonly SampleBook book;
    private readonly IReadOnlyList<Period> quarters;
    private readonly List<Speaker> speakers;

    private SampleCalls(SampleWorld world, SampleBook book)
    {
        (this.world, this.book) = (world, book);
        quarters = SampleCalendar.QuartersBegun(world.Start.Day(), world.End.Day());
        speakers = Speakers();
    }

    /// <summary>All calls, those of one quarter after those of the one before.</summary>
    public static IReadOnlyList<ToldCall> Plan(SampleWorld world, SampleBook book)
    {
        var calls = new SampleCalls(world, book);
        return [.. calls.quarters.Index().SelectMany(quarter => calls.speakers.Index().SelectMany(speaker => calls.Of(speaker.Index, speaker.Item, quarter.Index)))];
    }

    /// <summary>
    /// Who states which number about whose deals, at which hour of a Monday, every so many weeks, in steps of so many dollars. Tilt is what the first
    /// call of a quarter is off by, in percent of what it should be; it wears off towards the end.
    /// </summary>
    private sealed record Speaker(
        SampleUser By, SampleUser For, CallLayer Layer, ForecastCategory Category, IReadOnlyList<SampleRep> Reps, int Hour, int Tilt, int Step,
        int EveryWeeks = 1, bool IsOfOldQuarters = true);

    private List<Speaker> Speakers()
    {
        SampleStaff staff = world.Staff;
        var all = new List<Speaker>();
        foreach (var (team, manager) in staff.Managers.Index())
        {
            var random = SampleRandom.For(world.Seed, SampleRandom.Purpose.Call, -1 - team);
            SampleRep[] reps = [.. staff.All.Where(rep => rep.Team == team)];
            int step = reps[0].Segment.RoundedTo * 5;
            all.Add(new(manager, manager, CallLayer.Manager, ForecastCategory.Commit, reps, ManagersHour, random.Between(88, 110), step));
            all.Add(new(manager, manager, CallLayer.Manager, ForecastCategory.BestCase, reps, ManagersHour, random.Between(100, 115), step, 4, false));
        }

        all.Add(new(staff.Head, staff.Head, CallLayer.Leader, ForecastCategory.Commit, staff.All, HeadsHour, 97, 25_000));
        all.Add(new(staff.Head, staff.Head, CallLayer.Leader, ForecastCategory.BestCase, staff.All, HeadsHour, 106, 50_000, 2, false));
        foreach (SampleRep rep in staff.All)
        {
            int? tilt = rep.Habit switch
            {
                SampleHabit.Sandbagger => 50,
                SampleHabit.Optimist => 160,
                SampleHabit.SerialPusher => 125,
                _ => null,
            };
            if (tilt is { } off)
            {
                int step = rep.Segment.RoundedTo * 2;
                all.Add(new(rep.User, rep.User, CallLayer.Rep, ForecastCategory.Commit, [rep], RepsHour, off, step));
                all.Add(new(rep.Manager, rep.User, CallLayer.Manager, ForecastCategory.Commit, [rep], ManagersHour, 100, step, 4, false));
            }
        }

        return all;
    }

    private IEnumerable<ToldCall> Of(int place, Speaker speaker, int number)
    {
        Period quarter = quarters[number];
        bool isWeekly = number >= quarters.Count - WeeklyQuarters;
        if (!isWeekly && !speaker.IsOfOldQuarters)
        {
            yield break;
        }

        var random = SampleRandom.For(world.Seed, SampleRandom.Purpose.Call, (number * speakers.Count) + place);
        IReadOnlyList<DateOnly> mondays = SampleCalendar.MondaysOf(quarter);
        decimal expected = Expected(speaker, number);
        decimal? stands = null;
        foreach (var (week, at) in mondays.Select(monday => SampleCalendar.At(monday, speaker.Hour)).Append(world.End).Index())
        {
            int noise = random.Between(-60, 60);
            bool repeats = random.Chance(120);
            int note = random.Below(Notes.Length * 5 / 2);
            string record = CallId.Of([.. Enumerable.Range(0, CallId.Bytes).Select(_ => (byte)random.Below(256))]);
            bool isReview = week == mondays.Count;
            bool isDue = isReview ? number == quarters.Count - 1 && place % 3 == 0
                : at < world.End && (isWeekly ? week % speaker.EveryWeeks == 0 : week == 0 || week == mondays.Count - 1);
            if (!isDue)
            {
                continue;
            }

            decimal amount = Judged(speaker, quarter, at, expected, noise);
            if (amount > 0 && (isReview || stands is not { } last || (!repeats && Math.Abs(amount - last) * 50 >= last)))
            {
                stands = amount;
                yield return new(
                    record, new SubmitCall(quarter, speaker.For.Id, speaker.Layer, speaker.Category, amount, at, speaker.By.Id), IsOwn: false, Currency,
                    note < Notes.Length ? Notes[note] : null);
            }
        }
    }

    // Early in a quarter one goes by experience, late by what is closed and committed.
    private decimal Judged(Speaker speaker, Period quarter, DateTimeOffset at, decimal expected, int noise)
    {
        SampleSums sums = book.Of(speaker.Reps, quarter, at);
        decimal passed = (decimal)(at.Day().DayNumber - quarter.Start.DayNumber) / (quarter.End.DayNumber - quarter.Start.DayNumber);
        bool isBest = speaker.Category == ForecastCategory.BestCase;
        decimal seen = isBest ? sums.Commit + ((sums.BestCase - sums.Commit) / 2) : sums.Commit;
        decimal hoped = isBest ? expected * 120 / 100 : expected;
        decimal tilt = 1 + ((1 - (passed / 2)) * (speaker.Tilt - 100) / 100) + ((1 - passed) * noise / 1000);
        decimal amount = ((seen * passed) + (hoped * (1 - passed))) * tilt;
        return decimal.Round(Math.Max(amount, sums.Closed) / speaker.Step) * speaker.Step;
    }

    // Of a quarter that is over one knew more or less what would come of it; of one that runs, what came of the last one.
    private decimal Expected(Speaker speaker, int number)
    {
        decimal before = number == 0 ? 0 : Closed(speaker, quarters[number - 1]);
        return quarters[number].End >= world.End.Day() ? before : (Closed(speaker, quarters[number]) * 2 / 3) + (before / 3);
    }

    private decimal Closed(Speaker speaker, Period quarter) => book.Of(speaker.Reps, quarter, SampleCalendar.EndOf(quarter)).Closed;
}
