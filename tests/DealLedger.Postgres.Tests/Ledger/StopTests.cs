using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>What is under way when a host stops.</summary>
public sealed class StopTests
{
    private const string HeldBack = """
        SELECT EXISTS (
            SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            WHERE NOT l.granted AND a.datname = current_database() AND l.locktype = $1)
        """;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_append_whose_caller_has_given_up_is_waited_for()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var blocker = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        await blocker.ExecuteAsync("BEGIN");
        await blocker.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('dealledger:append:default', 0))");
        using var givesUp = new CancellationTokenSource();
        var append = ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), givesUp.Token);
        await ledger.Database.Owner.UntilAsync("the append waits for its turn", HeldBack, "advisory");
        await givesUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(append);

        var finished = ledger.Store.FinishAsync(Long);
        finished.IsCompleted.ShouldBeFalse();
        await blocker.ExecuteAsync("ROLLBACK");
        await finished;

        (await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task What_stalls_is_waited_for_no_longer_than_said()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var blocker = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        await blocker.ExecuteAsync("BEGIN");
        await blocker.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('dealledger:append:default', 0))");
        var append = ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);

        await Should.ThrowAsync<TimeoutException>(ledger.Store.FinishAsync(TimeSpan.FromMilliseconds(1)));

        await blocker.ExecuteAsync("ROLLBACK");
        await append;
        await ledger.Store.FinishAsync(Long);
    }

    [Fact]
    public async Task A_step_of_the_projection_that_is_under_way_is_finished()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);
        await using var blocker = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        await blocker.ExecuteAsync("BEGIN");
        await blocker.ExecuteAsync("SELECT FROM dealledger.projection FOR UPDATE");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestLedger.Cancellation);
        var following = ledger.Projector.FollowAsync(TestLedger.Tenant, t => Task.Delay(Timeout.Infinite, t), stop.Token);
        await ledger.Database.Owner.UntilAsync("the step waits for its turn", HeldBack, "transactionid");

        await stop.CancelAsync();
        following.IsCompleted.ShouldBeFalse();
        await blocker.ExecuteAsync("ROLLBACK");
        await Should.ThrowAsync<OperationCanceledException>(following);

        (await ledger.Database.Owner.ScalarAsync<long>("SELECT position FROM dealledger.projection")).ShouldBe(1);
    }
}
