using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Tests;

/// <summary>Those who wait for the read models share the runs that bring them there.</summary>
public sealed class SharedCatchUpsTests : IDisposable
{
    private readonly List<(long Target, TaskCompletionSource<long> Reached)> _runs = [];
    private readonly SemaphoreSlim _begun = new(0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _begun.Dispose();

    [Fact]
    public async Task Whoever_comes_while_a_run_is_under_way_shares_the_next_one_to_the_furthest_target()
    {
        var shared = new SharedCatchUps(RunAsync);
        var first = shared.JoinAsync(TenantId.Default, 10, Cancel);
        await _begun.WaitAsync(Cancel);

        List<Task<long>> others =
            [shared.JoinAsync(TenantId.Default, 11, Cancel), shared.JoinAsync(TenantId.Default, 30, Cancel), shared.JoinAsync(TenantId.Default, 20, Cancel)];
        _runs[0].Reached.SetResult(10);
        await _begun.WaitAsync(Cancel);
        _runs[1].Reached.SetResult(30);

        (await first).ShouldBe(10);
        (await Task.WhenAll(others)).ShouldAllBe(reached => reached == 30);
        _runs.Select(r => r.Target).ShouldBe([10, 30]);
    }

    [Fact]
    public async Task A_run_that_comes_far_enough_for_those_who_came_meanwhile_spares_them_the_next_but_not_those_who_come_later()
    {
        var shared = new SharedCatchUps(RunAsync);
        var first = shared.JoinAsync(TenantId.Default, 10, Cancel);
        await _begun.WaitAsync(Cancel);
        var meanwhile = shared.JoinAsync(TenantId.Default, 12, Cancel);

        _runs[0].Reached.SetResult(12);
        (await first, await meanwhile).ShouldBe((12, 12));
        var later = shared.JoinAsync(TenantId.Default, 11, Cancel);
        await _begun.WaitAsync(Cancel);
        _runs[1].Reached.SetResult(11);

        (await later).ShouldBe(11);
        _runs.Select(r => r.Target).ShouldBe([10, 11]);
    }

    [Fact]
    public async Task What_becomes_of_a_run_concerns_those_alone_who_shared_it()
    {
        var shared = new SharedCatchUps(RunAsync);
        var first = shared.JoinAsync(TenantId.Default, 10, Cancel);
        await _begun.WaitAsync(Cancel);
        var second = shared.JoinAsync(TenantId.Default, 10, Cancel);

        _runs[0].Reached.SetException(new TimeoutException());
        await _begun.WaitAsync(Cancel);
        _runs[1].Reached.SetResult(12);

        await Should.ThrowAsync<TimeoutException>(first);
        (await second).ShouldBe(12);
    }

    [Fact]
    public async Task Whoever_gives_up_leaves_the_run_to_the_others()
    {
        var shared = new SharedCatchUps(RunAsync);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var first = shared.JoinAsync(TenantId.Default, 10, Cancel);
        await _begun.WaitAsync(Cancel);
        var (one, other) = (shared.JoinAsync(TenantId.Default, 11, impatient.Token), shared.JoinAsync(TenantId.Default, 11, Cancel));

        await impatient.CancelAsync();
        _runs[0].Reached.SetResult(10);
        await _begun.WaitAsync(Cancel);
        _runs[1].Reached.SetResult(11);

        await Should.ThrowAsync<OperationCanceledException>(one);
        (await first, await other).ShouldBe((10, 11));
    }

    [Fact]
    public async Task Tenants_do_not_wait_for_each_other()
    {
        TenantId.TryParse("acme", out var acme).ShouldBeTrue();
        var shared = new SharedCatchUps(RunAsync);
        var slow = shared.JoinAsync(TenantId.Default, 10, Cancel);
        await _begun.WaitAsync(Cancel);

        var quick = shared.JoinAsync(acme, 3, Cancel);
        await _begun.WaitAsync(Cancel);
        _runs[1].Reached.SetResult(3);

        (await quick).ShouldBe(3);
        slow.IsCompleted.ShouldBeFalse();
        _runs[0].Reached.SetResult(10);
        (await slow).ShouldBe(10);
    }

    private Task<long> RunAsync(TenantId tenant, long target)
    {
        var reached = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _runs.Add((target, reached));
        _begun.Release();
        return reached.Task;
    }
}
