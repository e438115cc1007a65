using System.Threading.Channels;
using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>Who follows the log, and when. The waits here never end by themselves unless a test ends them.</summary>
public sealed class FollowTests
{
    private static TenantId Other => TenantId.TryParse("other", out var other) ? other : throw new InvalidOperationException();

    [Fact]
    public async Task An_append_of_the_same_process_ends_the_wait_at_once()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var follower = Follower.Start(ledger, TestLedger.Tenant);
        await follower.WaitsAsync();

        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);
        await follower.WaitsAsync();
        await UntilProjectedAsync(ledger, 1);
        await ledger.Store.AppendBulkAsync(TestLedger.Tenant, [Deals.New("deal-2", Deals.Opened(2)), Deals.New("deal-3", Deals.Opened(3))], TestLedger.Cancellation);
        await follower.WaitsAsync();
        await UntilProjectedAsync(ledger, 3);
        await ledger.Store.AppendBulkAsync(TestLedger.Tenant, BatchesAsync("deal-4", "deal-5"), TestLedger.Cancellation);
        await follower.WaitsAsync();
        await UntilProjectedAsync(ledger, 5);

        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_append_while_the_follower_projects_is_not_missed()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var follower = Follower.Start(ledger, TestLedger.Tenant);
        await follower.WaitsAsync();
        await using var blocker = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        await blocker.ExecuteAsync("BEGIN");
        await blocker.ExecuteAsync("LOCK TABLE dealledger.deal_change IN SHARE MODE");
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);
        await ledger.Database.Owner.UntilAsync(
            "the follower writes rows of the first deal",
            """
            SELECT EXISTS (
                SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
                WHERE l.relation = 'dealledger.deal_change'::regclass AND l.mode = 'RowExclusiveLock' AND NOT l.granted)
            """);

        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-2", Deals.Opened(2)), TestLedger.Cancellation);
        await blocker.ExecuteAsync("ROLLBACK");

        await UntilProjectedAsync(ledger, 2);
    }

    [Fact]
    public async Task An_append_of_another_process_is_projected_when_the_wait_ends()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var elsewhere = await TestLedger.OpenAsync(ledger.ConnectionString);
        await using var follower = Follower.Start(ledger, TestLedger.Tenant);
        var wait = await follower.WaitsAsync();
        await elsewhere.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);

        wait.Ends.SetResult();

        await UntilProjectedAsync(ledger, 1);
    }

    [Fact]
    public async Task Only_the_followers_of_the_tenant_are_told_and_all_of_them()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Directory.EnsureAsync(Other, TestLedger.Cancellation);
        await using var one = Follower.Start(ledger, TestLedger.Tenant);
        await using var two = Follower.Start(ledger, TestLedger.Tenant);
        await using var ofOther = Follower.Start(ledger, Other);
        var (first, second, other) = (await one.WaitsAsync(), await two.WaitsAsync(), await ofOther.WaitsAsync());

        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);

        await Task.WhenAll(one.WaitsAsync(), two.WaitsAsync());
        first.IsOver.ShouldBeTrue();
        second.IsOver.ShouldBeTrue();
        other.IsOver.ShouldBeFalse();
    }

    private static Task UntilProjectedAsync(TestLedger ledger, long position) => ledger.Database.Owner.UntilAsync(
        $"position {position} is projected", "SELECT position = $1 FROM dealledger.projection WHERE tenant_id = 'default'", position);

    private static async IAsyncEnumerable<IReadOnlyList<StreamAppend>> BatchesAsync(params string[] deals)
    {
        foreach (var deal in deals)
        {
            yield return [Deals.New(deal, Deals.Opened(1))];
            await Task.CompletedTask;
        }
    }

    /// <summary>One wait of a follower: a test may end it, and sees whether it is over.</summary>
    private sealed class Wait
    {
        private volatile bool _isOver;

        public TaskCompletionSource Ends { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsOver => _isOver;

        public async Task RunAsync(CancellationToken cancellation)
        {
            try
            {
                await Ends.Task.WaitAsync(cancellation);
            }
            finally
            {
                _isOver = true;
            }
        }
    }

    private sealed class Follower : IAsyncDisposable
    {
        private readonly Channel<Wait> _waits = Channel.CreateUnbounded<Wait>();
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestLedger.Cancellation);
        private Task _following = Task.CompletedTask;

        public static Follower Start(TestLedger ledger, TenantId tenant)
        {
            var follower = new Follower();
            follower._following = ledger.Projector.FollowAsync(tenant, follower.BeginWaitAsync, follower._stop.Token);
            return follower;
        }

        /// <summary>The next wait that it begins; fails where it does not come to that.</summary>
        public Task<Wait> WaitsAsync() => _waits.Reader.ReadAsync(TestLedger.Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestLedger.Cancellation);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(_following);
            _stop.Dispose();
        }

        private Task BeginWaitAsync(CancellationToken cancellation)
        {
            var wait = new Wait();
            var running = wait.RunAsync(cancellation);
            _waits.Writer.TryWrite(wait);
            return running;
        }
    }
}
