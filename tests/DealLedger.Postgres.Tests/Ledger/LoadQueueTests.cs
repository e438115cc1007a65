using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Organisation;
using DealLedger.Postgres.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Tests.Ledger;

public sealed class LoadQueueTests
{
    // Those who wait for the lock on the stages, which a load reads after the streams.
    private const string Held = "SELECT pid FROM pg_locks WHERE relation = 'dealledger.stage'::regclass AND NOT granted";

    [Fact]
    public async Task What_was_committed_before_a_caller_came_is_in_what_it_loads_even_while_others_load_the_same_deal()
    {
        await using var queue = await HeldQueue.CreateAsync();
        var early = await queue.HoldAsync("deal-1", "deal-1");

        await queue.AppendAsync(Deals.More("deal-1", await queue.StreamAsync("deal-1"), Deals.Amount(1, 2)));
        var late = Enumerable.Range(0, 5).Select(_ => queue.LoadAsync("deal-1")).ToList();
        await queue.ReleaseAsync();

        (await Task.WhenAll(early)).ShouldAllBe(deal => deal.Events.Count == 1, "they had read the deal before");
        (await Task.WhenAll(late)).ShouldAllBe(deal => deal.Events.Count == 2);
    }

    [Fact]
    public async Task Callers_that_wait_together_are_loaded_by_one_query()
    {
        await using var queue = await HeldQueue.CreateAsync();
        var early = await queue.HoldAsync("deal-1", "deal-2");
        Task<LoadedDeal>[] waiting = [queue.LoadAsync("deal-1"), queue.LoadAsync("deal-2"), queue.LoadAsync("unknown"), queue.LoadAsync("deal-2")];
        await queue.EndConnectionsAsync();
        await queue.UntilHeldAsync(1);
        await queue.ReleaseAsync();

        foreach (var load in early)
        {
            await Should.ThrowAsync<NpgsqlException>(load);
        }

        (await Task.WhenAll(waiting)).Select(deal => deal.Events.Count).ShouldBe([1, 1, 0, 1]);
    }

    [Fact]
    public async Task A_fault_of_the_connection_reaches_all_of_a_group_and_the_next_one_goes_on()
    {
        await using var queue = await HeldQueue.CreateAsync();
        var first = await queue.HoldAsync("deal-1", "deal-2");
        var group = Enumerable.Range(0, 10).Select(i => queue.LoadAsync($"deal-{i}")).ToList();
        await queue.EndConnectionsAsync();
        await queue.UntilHeldAsync(1);
        await queue.EndConnectionsAsync();

        foreach (var load in first.Concat(group))
        {
            (await Should.ThrowAsync<PostgresException>(load)).SqlState.ShouldBe(PostgresErrorCodes.AdminShutdown);
        }

        await queue.ReleaseAsync();
        (await queue.LoadAsync("deal-1")).Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_member_that_cannot_be_asked_for_fails_alone()
    {
        await using var queue = await HeldQueue.CreateAsync();
        var first = await queue.HoldAsync("deal-1", "deal-2");
        var (good, bad) = (queue.LoadAsync("deal-1"), queue.LoadAsync("zero \0 byte"));
        var alsoGood = queue.LoadAsync("deal-2");
        await queue.ReleaseAsync();

        await Task.WhenAll(first);
        (await good).Events.Count.ShouldBe(1);
        (await alsoGood).Events.Count.ShouldBe(1);
        await Should.ThrowAsync<PostgresException>(bad);
        (await queue.LoadAsync("deal-1")).Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_that_gives_up_hurts_nobody()
    {
        await using var queue = await HeldQueue.CreateAsync();
        using var giveUp = new CancellationTokenSource();
        var first = await queue.HoldUntilAsync("deal-1", "deal-2", giveUp.Token);
        var (gone, stays) = (queue.LoadUntilAsync("deal-1", giveUp.Token), queue.LoadAsync("deal-2"));
        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(first[0]);
        await Should.ThrowAsync<OperationCanceledException>(gone);
        Should.Throw<OperationCanceledException>(() => { _ = queue.LoadUntilAsync("deal-1", giveUp.Token); });
        await queue.ReleaseAsync();
        (await first[1]).Events.Count.ShouldBe(1);
        (await stays).Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_command_goes_by_the_settings_and_stages_of_the_moment()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Commands.RecordAsync(
            TestLedger.Tenant, "deal-1", TestLedger.Open(1, null, stage: "Prospecting") with { Currency = null }, new CommandOrigin("ann"), TestLedger.Cancellation);
        await new SettingsHandler(ledger.Facts, ledger.Directory, TimeProvider.System).RecordAsync(
            TestLedger.Tenant, "currency", "EUR", null, null, "ann", TestLedger.Cancellation);
        var (open, signed) = (new Stage("Prospecting", ForecastCategory.Pipeline, false, false, 1), new Stage("Signed", ForecastCategory.Closed, true, true, 2));
        await new SourceTables(ledger.Database).SaveStagesAsync(TestLedger.Tenant, new StageTable([open, signed], isComplete: true), TestLedger.Cancellation);
        await ledger.Commands.RecordAsync(
            TestLedger.Tenant, "deal-2", TestLedger.Open(1, null, stage: "Prospecting") with { Currency = null }, new CommandOrigin("ann"), TestLedger.Cancellation);
        await ledger.RecordAsync("deal-2", new MoveStage("Signed"));

        (await ledger.DealAsync("deal-1")).State.Currency.ShouldBe("USD");
        (await ledger.DealAsync("deal-2")).State.Currency.ShouldBe("EUR");
        (await ledger.DealAsync("deal-2")).State.Outcome.ShouldBe("won");
        (await Should.ThrowAsync<RefusedException>(() => ledger.RecordAsync("deal-1", new MoveStage("Nowhere")))).Refusal.Code.ShouldBe("unknown-stage");
    }

    /// <summary>A queue on two connections whose statements are prepared, over ten deals of one event, and a lock that holds up its loads.</summary>
    private sealed class HeldQueue : IAsyncDisposable
    {
        private readonly TestLedger _ledger;
        private readonly LedgerDatabase _database;
        private readonly LoadQueue _queue;
        private NpgsqlConnection? _holder;

        private HeldQueue(TestLedger ledger)
        {
            _ledger = ledger;
            _database = new LedgerDatabase(new NpgsqlConnectionStringBuilder(ledger.ConnectionString) { MaxPoolSize = 2 }.ConnectionString);
            _queue = new LoadQueue(_database);
        }

        public static async Task<HeldQueue> CreateAsync()
        {
            var queue = new HeldQueue(await TestLedger.CreateAsync());
            foreach (var i in Enumerable.Range(0, 10))
            {
                await queue.AppendAsync(Deals.New($"deal-{i}", Deals.Opened(i)));
            }

            var both = await queue.HoldAsync("deal-1", "deal-2");
            await queue.ReleaseAsync();
            await Task.WhenAll(both);
            return queue;
        }

        public Task<LoadedDeal> LoadAsync(string deal) => LoadUntilAsync(deal, TestLedger.Cancellation);

        public Task<LoadedDeal> LoadUntilAsync(string deal, CancellationToken giveUp) => _queue.LoadAsync(TestLedger.Tenant, deal, request: null, giveUp);

        public Task<IReadOnlyList<long>> AppendAsync(StreamAppend append) => _ledger.Store.AppendAsync(TestLedger.Tenant, append, TestLedger.Cancellation);

        public Task<IReadOnlyList<RecordedEvent>> StreamAsync(string deal) => _ledger.Store.ReadStreamAsync(TestLedger.Tenant, deal, TestLedger.Cancellation);

        /// <summary>Holds up the loads from now on, and puts two of them under way, one after the other: all that may be.</summary>
        public Task<Task<LoadedDeal>[]> HoldAsync(string first, string second) => HoldUntilAsync(first, second, TestLedger.Cancellation);

        public async Task<Task<LoadedDeal>[]> HoldUntilAsync(string first, string second, CancellationToken ofFirst)
        {
            _holder = await _ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
            await _holder.ExecuteAsync("BEGIN");
            await _holder.ExecuteAsync("LOCK TABLE dealledger.stage IN ACCESS EXCLUSIVE MODE");
            var one = LoadUntilAsync(first, ofFirst);
            await UntilHeldAsync(1);
            var two = LoadAsync(second);
            await UntilHeldAsync(2);
            return [one, two];
        }

        public async Task ReleaseAsync()
        {
            // What is still open is rolled back.
            await (_holder?.DisposeAsync() ?? ValueTask.CompletedTask);
            _holder = null;
        }

        public Task UntilHeldAsync(int loads) => _ledger.Database.Owner.UntilAsync($"{loads} loads wait", $"SELECT count(*) = {loads} FROM ({Held}) h");

        public Task<int> EndConnectionsAsync() => _ledger.Database.Owner.ExecuteAsync($"SELECT pg_terminate_backend(pid, 10000) FROM ({Held}) h");

        public async ValueTask DisposeAsync()
        {
            await ReleaseAsync();
            await _database.DisposeAsync();
            await _ledger.DisposeAsync();
        }
    }
}
