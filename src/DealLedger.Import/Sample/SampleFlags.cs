using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;

namespace DealLedger.Import.Sample;

/// <summary>A flag that was set on a deal of a sample company, or cleared, with the reason that was given.</summary>
internal sealed record SampleFlagging(IOpportunityEvent Event, string? Reason);

/// <summary>The flags of a sample company: some open deals, mostly of those to close soon, are at risk, or give an early warning.</summary>
internal static class SampleFlags
{
    private const string AtRisk = "At risk";
    private const string EarlyWarning = "Early warning";
    private const int DaysBack = 42;

    private static readonly string[] Reasons =
    [
        "The sponsor left the company", "A competitor offers half the price", "No answer for three weeks", "Their budget is frozen until next year",
        "The security review found two open points", "Procurement asks for other terms", "The trial was not used last week", "Another department joined the decision",
    ];

    /// <summary>The flags of one deal, in their order; none for most.</summary>
    public static IEnumerable<SampleFlagging> Of(SampleWorld world, int number, SampleDeal deal)
    {
        SampleOpportunity opportunity = deal.Opportunity;
        if (opportunity.IsDeleted || opportunity.Stage.IsClosed)
        {
            yield break;
        }

        var random = SampleRandom.For(world.Seed, SampleRandom.Purpose.Flag, number);
        bool isRenewal = opportunity.Type == SampleTypes.Renewal;
        DateOnly soon = SampleCalendar.QuarterEnd(world.End.Day());
        bool isFlagged = random.Chance(opportunity.CloseDate > soon ? 40 : isRenewal ? 250 : 150);
        bool isAtRisk = random.Chance(550);
        bool isCleared = random.Chance(120);
        string reason = random.Pick(Reasons);
        DateOnly day = SampleCalendar.WorkdayBefore(world.End.Day().AddDays(-random.Between(1, DaysBack)));
        DateTimeOffset at = SampleCalendar.At(day, 9).AddSeconds(random.Below(8 * 3600));
        string owner = opportunity.OwnerId;
        string by = random.Chance(400) ? world.Staff.Users.First(user => user.Id == owner).ManagerId! : owner;

        // What is not known yet cannot be flagged.
        if (!isFlagged || at < deal.History[0].RecordedAt || at < opportunity.CreatedDate)
        {
            yield break;
        }

        string flag = isAtRisk ? AtRisk : EarlyWarning;
        yield return new(new FlagSet(flag, at, by), reason);
        DateTimeOffset cleared = at.AddDays(6);
        if (isCleared && cleared < world.End)
        {
            yield return new(new FlagCleared(flag, cleared, by), null);
        }
    }
}
