using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Naive;

/// <summary>The deals A to I of the worked example in DEFINITIONS 4: one team is the owner "team", another team's rep the owner "other".</summary>
public static class WorkedExample
{
    public const string NetTotal =
        "total: 340/5/0 to 105/2/0: new 35 in 1 unomitted 30 in 1 lost -140 in 2 pushedOut -100 in 2 increased 50 in 1 transferredIn 70 in 1 won -180 in 2";

    public const string PathTotal =
        "total: 340/5/0 to 105/2/0: new 40 in 1 unomitted 30 in 1 lost -140 in 2 pulledIn 60 in 1 pushedOut -160 in 3 increased 50 in 1 decreased -5 in 1 transferredIn 70 in 1 won -180 in 2";

    private static readonly DateTimeOffset Earlier = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Tuesday = new(2026, 4, 7, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Thursday = new(2026, 4, 9, 8, 0, 0, TimeSpan.Zero);

    public static History History { get; } = History.Renumbered(
    [
        Opened("A", 100, "2026-05-10"),
        Opened("B", 80, "2026-06-20"),
        Opened("D", 60, "2026-08-01"),
        Opened("E", 90, "2026-06-01"),
        Opened("F", 70, "2026-06-01", owner: "other"),
        Opened("G", 50, "2026-06-10"),
        Opened("H", 30, "2026-06-12", category: "Omitted"),
        Opened("I", 20, "2026-06-14"),
        .. Changed("A", new AmountChanged(100, 150, Tuesday, "ann")),
        .. Changed("A", new OpportunityWon(Thursday, "ann"), new CloseDateMoved(Day("2026-05-10"), Day("2026-04-10"), Thursday, "ann")),
        .. Changed("B", new CloseDateMoved(Day("2026-06-20"), Day("2026-07-05"), Tuesday, "ann")),
        Opened("C", 40, "2026-06-30", at: Tuesday),
        .. Changed("C", new AmountChanged(40, 35, Thursday, "ann")),
        .. Changed("D", new CloseDateMoved(Day("2026-08-01"), Day("2026-06-15"), Tuesday, "ann")),
        .. Changed("D", new CloseDateMoved(Day("2026-06-15"), Day("2026-08-01"), Thursday, "ann")),
        .. Changed("E", new OpportunityLost(Tuesday, "ann")),
        .. Changed("F", new OwnerChanged("other", "team", Tuesday, "ann")),
        .. Changed("G", new OpportunityLost(Tuesday, "ann"), new AmountChanged(50, 0, Tuesday, "ann")),
        .. Changed("H", new OpportunityWon(Tuesday, "ann")),
        .. Changed("I", new CloseDateMoved(Day("2026-06-14"), Day("2026-09-01"), Tuesday, "ann"), new OwnerChanged("team", "other", Tuesday, "ann")),
    ]);

    public static Question Question { get; } = new(
        new DateTimeOffset(2026, 4, 6, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 4, 13, 0, 0, 0, TimeSpan.Zero), History.LastPosition,
        "2026-Q2", 1, "team", "none", "net", Cumulative: false, "all");

    private static DealEvent Opened(string id, decimal amount, string closes, string owner = "team", string category = "Pipeline", DateTimeOffset? at = null) =>
        new(id, Recorded(
            $"{id}-opened",
            new OpportunityOpened(id, null, owner, "Proposal", category, "open", amount, "USD", Day(closes), null, "New", null, at ?? Earlier, "ann")));

    private static IEnumerable<DealEvent> Changed(string id, params IOpportunityEvent[] events) =>
        events.Select(e => new DealEvent(id, Recorded($"{id}-{events[0].At:dd}", e)));

    private static RecordedEvent Recorded(string change, IOpportunityEvent e) => new(0, 0, Guid.Empty, e, default, change, "user", "");

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
