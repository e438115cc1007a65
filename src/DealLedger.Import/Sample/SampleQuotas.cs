using System.Globalization;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Import.Sample;

/// <summary>
/// The quotas of a sample company, quarter by quarter: what a rep of the segment closes, with a stretch. A manager has a little less than the
/// quotas of the team, and the head less than those of the managers, as companies do that expect somebody to fail.
/// </summary>
internal static class SampleQuotas
{
    private const string Currency = "USD";
    private const int RampQuarters = 2;

    /// <summary>The quotas of every quarter that began within the sample, each known since the year's planning.</summary>
    public static IReadOnlyList<ToldQuota> Plan(SampleWorld world, SampleBook book)
    {
        var quotas = new List<ToldQuota>();
        var quarters = SampleCalendar.QuartersBegun(world.Start.Day(), world.End.Day());
        foreach (var (number, quarter) in quarters.Index())
        {
            // What a quarter brings is told by itself and the one before; one that runs has only those before it.
            Period[] told = [.. quarters.Skip(Math.Max(0, number - 2)).Take(3).Where(q => q.End < world.End.Day() && q.Start <= quarter.Start).TakeLast(2)];
            var random = SampleRandom.For(world.Seed, SampleRandom.Purpose.Quota, number);
            int stretch = random.Between(101, 112);
            var ofTeam = new decimal[world.Staff.Managers.Count];
            foreach (SampleRep rep in world.Staff.All)
            {
                decimal usual = told.Length == 0 ? 0 : told.Average(q => Usual(world, book, rep.Segment, q));
                decimal amount = Rounded(usual * stretch / 100 * Ramp(rep, quarter), rep.Segment.RoundedTo * 10);
                if (amount > 0 && IsThere(rep, quarter))
                {
                    Add(rep.User, amount);
                    ofTeam[rep.Team] += amount;
                }
            }

            foreach (var (team, manager) in world.Staff.Managers.Index())
            {
                Add(manager, Rounded(ofTeam[team] * 95 / 100, 10_000));
            }

            Add(world.Staff.Head, Rounded(ofTeam.Sum() * 90 / 100, 50_000));

            void Add(SampleUser user, decimal amount)
            {
                if (amount > 0)
                {
                    string record = string.Create(CultureInfo.InvariantCulture, $"{user.Id}-{quarter.Id}");
                    quotas.Add(new(record, user.Id, quarter, amount, Currency, PlannedAt(world, quarter), world.Staff.Head.Id, null, world.Staff.Head.Id));
                }
            }
        }

        return quotas;
    }

    // Quotas are set in December, for the year to come.
    private static DateTimeOffset PlannedAt(SampleWorld world, Period quarter)
    {
        DateTimeOffset planned = SampleCalendar.At(new DateOnly(quarter.Start.Year - 1, 12, 15), 10);
        return planned < world.Start ? world.Start.AddHours(10) : planned;
    }

    private static decimal Usual(SampleWorld world, SampleBook book, SampleSegment segment, Period quarter)
    {
        SampleRep[] reps = [.. world.Staff.All.Where(rep => rep.Segment == segment && IsThere(rep, quarter))];
        return book.Of(reps, quarter, SampleCalendar.EndOf(quarter)).Closed / Math.Max(1, reps.Length);
    }

    private static bool IsThere(SampleRep rep, Period quarter) => !(rep.Joins > quarter.End) && !(rep.Leaves <= quarter.Start);

    private static decimal Ramp(SampleRep rep, Period quarter) =>
        rep.Joins is { } joins && quarter.Start < joins.AddMonths(3 * RampQuarters) ? 0.5m : 1;

    private static decimal Rounded(decimal amount, int to) => decimal.Round(amount / to) * to;
}
