using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Slippage;
using DealLedger.Core.Time;

namespace DealLedger.Postgres.Tests.Answers;

/// <summary>Slippage and the pushes behind it, asked for together.</summary>
public sealed class PushesTests
{
    private static readonly Period Quarter = TestLedger.Quarter("2026-Q2");
    private static readonly DateTimeOffset Noon = TestLedger.Noon;

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task One_reading_of_the_moves_gives_what_two_questions_give()
    {
        await using var ledger = await TestLedger.CreateAsync();
        foreach (var (deal, pushed) in new[] { ("often", new[] { 10, 20, 100 }), ("once", [5]), ("never", []) })
        {
            await ledger.RecordAsync(deal, TestLedger.Open(100, "2026-06-01"), Noon.AddDays(-30));
            foreach (var (at, days) in pushed.Index())
            {
                await ledger.RecordAsync(deal, new MoveCloseDate(new DateOnly(2026, 6, 1).AddDays(days)), Noon.AddDays(at - 20));
            }
        }

        var words = new TimeWords(Core.Organisation.Settings.Default, Noon);
        var slippage = new SlippageQuestion(words.WindowStart(Quarter), words.WindowEnd(Quarter), Quarter, new KnownAt.Now(), GroupBy.Owner);
        var pushes = new PushesQuestion(slippage with { By = GroupBy.None }, Limit: 1);
        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);
        var both = await view.SlippageAndPushesAsync(slippage, pushes, Cancellation);

        var (alone, listed) = (await view.SlippageAsync(slippage, Cancellation), await view.PushesAsync(pushes, Cancellation));
        (both.Slippage.Total.Pushes, both.Slippage.Total.DaysPushed, both.Slippage.Total.SlipRate).ShouldBe((4, 105, alone.Total.SlipRate));
        (both.Pushes.Pushes, both.Pushes.DealsTotal, both.Pushes.Next).ShouldBe((4, 2, listed.Next));
        both.Pushes.Deals.Select(d => d.Id).ShouldBe(["often"]);
        both.Pushes.Weeks.ShouldBe(listed.Weeks);
        await Should.ThrowAsync<ArgumentException>(() => view.SlippageAndPushesAsync(slippage with { Owner = "ann" }, pushes, Cancellation));
    }
}
