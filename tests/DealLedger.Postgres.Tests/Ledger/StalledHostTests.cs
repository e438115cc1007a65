using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>Hosts that are stopped by a signal while they hold what others wait for: the others go on, and what the stopped one does when it wakes up does no harm.</summary>
public sealed class StalledHostTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task A_stopped_host_holds_others_up_for_a_short_time_only_and_finds_its_work_lost_when_it_wakes_up() => await Task.WhenAll(
        HoldAsync("hold-append", AppendAsync, "lost"),
        HoldAsync("hold-copy", AppendAsync, "lost"),
        HoldAsync("hold-projection", ProjectAsync, "lost"),
        HoldAsync("hold-turn", DecideAsync, "lost ledger-busy"));

    [Fact]
    public async Task A_killed_host_leaves_the_projection_to_the_next_at_once()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);
        await using var holder = WriterProcess.Start("hold-projection", ledger.ConnectionString, "killed");
        await holder.UntilHoldingAsync();

        await holder.KillAsync();
        await ProjectAsync(ledger);

        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    private static async Task HoldAsync(string work, Func<TestLedger, Task> goOn, string ending)
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);
        await using var stalled = WriterProcess.Start(work, ledger.ConnectionString, "stalled");
        await stalled.UntilHoldingAsync();
        await stalled.StopAsync();

        await goOn(ledger).WaitAsync(Bound, TestLedger.Cancellation);
        await stalled.GoOnAsync();

        stalled.Ending.ShouldBe(ending, work);
        (await ledger.VerifyAsync()).ShouldBeNull(work);
        (await ledger.Database.Owner.ScalarAsync<long>(
            "SELECT (SELECT count(*) FROM ledger.mt_events WHERE type = 'held' OR data ->> 'By' = 'stalled') + (SELECT count(*) FROM dealledger.text)")).ShouldBe(0, work);
    }

    private static async Task AppendAsync(TestLedger ledger)
    {
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-2", Deals.Opened(1)), TestLedger.Cancellation);
        await ledger.Store.AppendBulkAsync(TestLedger.Tenant, [Deals.New("deal-3", Deals.Opened(1))], TestLedger.Cancellation);
    }

    private static async Task ProjectAsync(TestLedger ledger) =>
        (await ledger.Projector.CatchUpAsync(TestLedger.Tenant, 1, TestLedger.Cancellation)).ShouldBe(1);

    private static async Task DecideAsync(TestLedger ledger) => (await ledger.Facts.RecordAsync(
        TestLedger.Tenant, RateSet.Kind, "test",
        known => known.Count > 0 ? [] : [new NewFact(new StreamKey(RateSet.Kind, "EUR-USD"), new RateSet(1.25m, null, TestLedger.Noon, "ann"))],
        TestLedger.Cancellation)).Count.ShouldBe(1);
}
