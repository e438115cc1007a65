using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Benchmarks.Works;

/// <summary>
/// What changed in a week by team, beside a full join of the snapshots of its two ends; and in a time in which about twice as many deals
/// changed, beside the week. The targets are for the large company.
/// </summary>
internal sealed class ChangesOfAWeek(WaterfallMode mode) : IWork
{
    private const int Asks = 6;

    // In the large company a question takes long enough to be told by few.
    private const int AsksOfMany = 3;

    private static readonly Period Quarter = ForecastAsOf.Quarter("2025-Q3");

    public IReadOnlyList<string> Names { get; } =
    [
        $"changes of a week, by team, {Name(mode)}", $"changes of a week, by team, {Name(mode)}, p95", $"changes, by team, {Name(mode)}, twice the changed deals",
    ];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var lines = new List<Measurement>();
        foreach (var company in bench.Companies)
        {
            var isLarge = company == bench.Large;
            var asks = isLarge ? AsksOfMany : Asks;
            var (ledger, snapshots) = (await company.LedgerAsync(cancellation), await company.SnapshotsAsync(cancellation));
            var question = Question(0, weeks: 1);
            var answer = await AskAsync(ledger, question, cancellation);
            company.Naive.Check(question, answer);
            var (first, last) = (SnapshotTable.LastDay.AddDays(-7), SnapshotTable.LastDay);
            Yardstick.Agree("pipeline at both ends", (answer.Start.Amount, answer.End.Amount), await snapshots.ChangesAsync(first, last, Quarter, cancellation));

            var (ours, theirs) = await Asked.InTurnsAsync(
                bench.Options.Rounds,
                new Ask(asks, number => AskAsync(ledger, Question(number, weeks: 1), cancellation)),
                new Ask(isLarge ? 1 : 5, _ => snapshots.ChangesAsync(first, last, Quarter, cancellation)));
            var beside = Measurement.Time(Names[0], company.Scale, ours.Median, "full join of two snapshot days", theirs.Median);
            lines.Add(isLarge ? beside.RatioAtLeast(10) : beside);
            lines.Add(Measurement.Figure(Names[1], company.Scale, "ms", ours.Tail));
            lines.Add(await TwiceAsync(bench, company, ledger, asks, cancellation));
        }

        return lines;
    }

    // Two weeks have hardly ever twice the changed deals of one, so the ratio is set right by how many they are: cost for cost of twice as many.
    private async Task<Measurement> TwiceAsync(Workbench bench, Company company, MeasuredLedger ledger, int asks, CancellationToken cancellation)
    {
        var (one, two) = (Question(0, weeks: 1), Question(0, weeks: 2));
        var wider = await AskAsync(ledger, two, cancellation);
        company.Naive.Check(two, wider);
        var narrower = await AskAsync(ledger, one, cancellation);
        var (much, little) = await Asked.InTurnsAsync(
            bench.Options.Rounds,
            new Ask(asks, _ => AskAsync(ledger, two, cancellation)),
            new Ask(asks, _ => AskAsync(ledger, one, cancellation)));
        var growth = Measurement.Growth(
            Names[2], company.Scale, "ms", much.Median, $"{narrower.DealsTotal} deals changed instead of {wider.DealsTotal}", little.Median);
        growth = growth with { Ratio = growth.Ratio * 2 * narrower.DealsTotal / wider.DealsTotal };
        return company == bench.Large ? growth.RatioAtMost(2.2) : growth;
    }

    private static Task<ChangesAnswer> AskAsync(MeasuredLedger ledger, ChangesQuestion question, CancellationToken cancellation) =>
        ledger.Answers.ChangesAsync(MeasuredLedger.Tenant, question, Consistency.Strong, cancellation);

    // The first one ends with the last snapshot; the others lie before, each at another day.
    private ChangesQuestion Question(int number, int weeks)
    {
        var last = SnapshotTable.LastDay.AddDays(-(number * 7 % (SnapshotTable.Days - 7)));
        return new ChangesQuestion(Quarter, SnapshotTable.EndOf(last.AddDays(-7 * weeks)), SnapshotTable.EndOf(last), new KnownAt.Now(), mode, GroupBy.Team);
    }

    private static string Name(WaterfallMode mode) => mode == WaterfallMode.Net ? "net" : "path";
}
