using DealLedger.Benchmarks.Data;
using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Opportunities;
using DealLedger.Naive;

namespace DealLedger.Benchmarks.Works;

/// <summary>
/// The forecast as of a past day, by owner, of two companies with the same deals alive, one of which has ten times the history: nine deals
/// that had ended before for every deal of the other. Both must give the same answer.
/// </summary>
internal sealed class ForecastOfALongHistory : IWork
{
    public IReadOnlyList<string> Names => ["forecast as of, by owner, ten times the history"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var count = bench.Options.Deals / (bench.Options.Quick ? 40 : 10);
        var since = SnapshotTable.EndOf(SnapshotTable.FirstDay.AddDays(-1));
        int[] alive = [.. Numbers().Where(n => !HasEnded(n)).Take(count)];
        int[] all = [.. Numbers().Where(HasEnded).Take(9 * count).Concat(alive).Order()];
        await using var brief = await LoadAsync(bench.Server, new MadeUpHistory(alive), cancellation);
        await using var lengthy = await LoadAsync(bench.Server, new MadeUpHistory(all), cancellation);

        var (few, many) = (await ForecastAsOf.AskAsync(brief, 0, cancellation), await ForecastAsOf.AskAsync(lengthy, 0, cancellation));
        new NaiveAnswers(new MadeUpHistory(all)).Check(ForecastAsOf.Question(0), many);
        NaiveAnswers.Same(
            "forecast of the shorter history", AnswerText.Lines(many.Total, many.Rows, many.Unconverted), AnswerText.Lines(few.Total, few.Rows, few.Unconverted));
        var (much, little) = await Asked.InTurnsAsync(
            bench.Options.Rounds,
            new Ask(40, number => ForecastAsOf.AskAsync(lengthy, number, cancellation)),
            new Ask(40, number => ForecastAsOf.AskAsync(brief, number, cancellation)));
        await brief.VerifyAsync(cancellation);
        await lengthy.VerifyAsync(cancellation);
        return
        [
            Measurement.Growth(Names[0], Size(all), "ms", much.Median, Size(alive), little.Median).RatioAtMost(1.3),
        ];

        IEnumerable<int> Numbers() => Enumerable.Range(0, int.MaxValue);

        // Neither alive on any of the days that are asked about, nor closed in the quarters.
        bool HasEnded(int number)
        {
            var deal = DealScript.Of(number);
            return deal[^1] is OpportunityWon or OpportunityLost && deal[^1].At <= since
                && !NaiveAnswers.WasEverIn(ForecastAsOf.Quarter("2025-Q2"), deal) && !NaiveAnswers.WasEverIn(ForecastAsOf.Quarter("2025-Q3"), deal);
        }
    }

    private static async Task<MeasuredLedger> LoadAsync(BenchmarkServer server, MadeUpHistory history, CancellationToken cancellation)
    {
        var ledger = await MeasuredLedger.CreateAsync(server, cancellation);
        try
        {
            await ledger.AppendAsync(history.WholeDeals(Company.EventsOfASlice), cancellation);
            await ledger.RebuildAsync(cancellation);
            await ledger.ExecuteAsync("VACUUM (ANALYZE)", cancellation);
            return ledger;
        }
        catch
        {
            await ledger.DisposeAsync();
            throw;
        }
    }

    private static string Size(int[] deals) => MeasuredLedger.Size(deals.Length, (long)deals.Length * BenchmarkOptions.ChangesOfADeal);
}
