using DealLedger.Core.Calls;
using DealLedger.Core.FollowUps;

namespace DealLedger.Import.Sample;

/// <summary>A follow-up of a sample company: the command that opened it and what it says, then what was changed, and how it was closed, if it was.</summary>
internal sealed record SampleFollowUp(string Id, OpenFollowUp Opened, string Text, ChangeFollowUp? Changed, CloseFollowUp? Closed, string? Result);

/// <summary>
/// The follow-ups of the forecast calls of a sample company over its last ten weeks: of each team some that are new, some that are closed, some that are
/// overdue.
/// </summary>
internal static class SampleFollowUps
{
    private const int Number = 28;
    private const int WeeksBack = 9;
    private const int MeetingHour = 16;

    private static readonly string[] AboutDeals =
    [
        "Get the date of signature from procurement", "Confirm the budget with the CFO", "Bring the security questionnaire back", "Agree on a close plan with the sponsor",
        "Find a second sponsor", "Send the revised quote", "Book a call between the two heads", "Write down why the date moved",
    ];

    private static readonly string[] AboutAll =
    [
        "Clean up close dates that lie in the past", "Enter next steps for every deal in Commit", "Bring two references for the open deals",
        "Look at the coverage of the next quarter", "List the renewals that nobody has called yet",
    ];

    private static readonly string[] Results = ["Done", "Done, the date holds", "They ask for two more weeks", "Confirmed in writing", "No longer needed"];

    /// <summary>The follow-ups, in the order of their numbers.</summary>
    public static IReadOnlyList<SampleFollowUp> Plan(SampleWorld world, IReadOnlyList<SampleDeal> deals) =>
        [.. Enumerable.Range(0, Number).Select(number => One(world, deals, number))];

    private static SampleFollowUp One(SampleWorld world, IReadOnlyList<SampleDeal> deals, int number)
    {
        var random = SampleRandom.For(world.Seed, SampleRandom.Purpose.FollowUp, number);
        string id = CallId.Of([.. Enumerable.Range(0, CallId.Bytes).Select(_ => (byte)random.Below(256))]);
        int teams = world.Staff.Managers.Count + 1;
        bool isTop = number % teams == teams - 1;
        SampleUser lead = isTop ? world.Staff.Head : world.Staff.Managers[number % teams];
        DateOnly today = world.End.Day();
        Kind kind = (Kind)(number / teams % 4);
        int weeks = kind == Kind.New ? 0 : random.Between(1, WeeksBack);
        DateTimeOffset opened = SampleCalendar.At(SampleCalendar.MondayOf(today).AddDays(-7 * weeks), MeetingHour);
        SampleRep rep = random.Pick([.. world.Staff.All.Where(one => (isTop || one.Manager == lead) && one.WorksOn(opened.Day()) && one.WorksOn(today))]);
        SampleUser owner = isTop ? rep.Manager : rep.User;
        SampleOpportunity? deal = random.Chance(700) ? Largest(deals, rep, opened) : null;
        string text = random.Pick(deal is null ? AboutAll : AboutDeals);
        int days = random.Between(2, 12);
        DateOnly due = kind switch
        {
            Kind.Overdue => today.AddDays(-random.Between(1, Math.Min(5, (7 * weeks) - 1))),
            Kind.Closed => opened.Day().AddDays(days),
            _ => today.AddDays(days),
        };
        CloseFollowUp? closed = null;
        if (kind == Kind.Closed)
        {
            // Half of them since the last call, so that it tells of some.
            DateTimeOffset done = SampleCalendar.At(random.Chance(500) ? due : SampleCalendar.WorkdayBefore(today.AddDays(-1)), 11);
            closed = new(done <= world.End ? done : world.End, owner.Id);
        }

        bool isMoved = kind == Kind.Open && random.Chance(500);
        return new(
            id, new OpenFollowUp(lead.Id, owner.Id, isMoved ? due.AddDays(-7) : due, deal?.Id, opened, lead.Id), text,
            isMoved ? new ChangeFollowUp(null, due, SampleCalendar.At(SampleCalendar.WorkdayBefore(today.AddDays(-1)), 10), lead.Id) : null,
            closed, closed is null ? null : random.Pick(Results));
    }

    private enum Kind
    {
        New,
        Closed,
        Overdue,
        Open,
    }

    // What is worth a word in a call: the largest open deal of the rep.
    private static SampleOpportunity? Largest(IReadOnlyList<SampleDeal> deals, SampleRep rep, DateTimeOffset at) => deals
        .Where(deal => deal.Opportunity is { IsDeleted: false, Stage.IsClosed: false } o && o.OwnerId == rep.Id && deal.History[0].RecordedAt < at)
        .Select(deal => deal.Opportunity).MaxBy(o => (o.Amount ?? 0, o.Id));
}
