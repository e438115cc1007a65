using DealLedger.Core.Opportunities.Commands;
using DealLedger.Postgres.Tests.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Tests.Checkpoints;

/// <summary>What happens between the summing of a round and its taking in: whoever makes rounds is held up there by a lock of the test.</summary>
public sealed class RoundsInTheMakingTests
{
    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task A_change_that_comes_before_a_round_in_the_making_keeps_it_out()
    {
        await using var rounds = await HeldRounds.CreateAsync();
        var making = await rounds.MakeAsync();

        // The projection does not wait for the rounds.
        await rounds.ProjectAsync(new ChangeAmount(1_000), At(2));
        await rounds.ReleaseAsync();
        await making;

        (await rounds.ListAsync()).ShouldBeEmpty();
        await rounds.Ledger.Projector.MakeCheckpointsAsync(TestLedger.Tenant, Cancellation);
        (await rounds.ListAsync()).ShouldBe([At(2), At(6)]);
        (await rounds.Ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_change_between_two_rounds_in_the_making_keeps_only_the_later_one_out()
    {
        await using var rounds = await HeldRounds.CreateAsync();
        var making = await rounds.MakeAsync();

        await rounds.ProjectAsync(new ChangeAmount(1_000), At(5));
        await rounds.ReleaseAsync();
        await making;

        (await rounds.ListAsync()).ShouldBe([At(3)]);
        (await rounds.Ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_change_that_comes_after_the_rounds_in_the_making_leaves_them_alone_and_is_counted()
    {
        await using var rounds = await HeldRounds.CreateAsync();
        var making = await rounds.MakeAsync();

        await rounds.ProjectAsync(new ChangeAmount(1_000), At(20));
        await rounds.ReleaseAsync();
        await making;

        (await rounds.ListAsync()).ShouldBe([At(3), At(7)]);
        (await rounds.Ledger.Database.Owner.ScalarAsync<long>("SELECT unsummed FROM dealledger.projection")).ShouldBe(4);
        (await rounds.Ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_round_of_a_generation_that_a_rebuild_replaced_stays_out()
    {
        await using var rounds = await HeldRounds.CreateAsync();
        var making = await rounds.MakeAsync();

        await rounds.Ledger.Rebuild.RunAsync(TestLedger.Tenant, progress: null, Cancellation);
        await rounds.ReleaseAsync();
        await making;

        (await rounds.Ledger.Database.Owner.ListAsync<int>("SELECT DISTINCT generation FROM dealledger.checkpoint_sums")).ShouldBe([1]);
        (await rounds.ListAsync()).ShouldBe([At(3), At(7)]);
        (await rounds.Ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task One_host_makes_rounds_at_a_time()
    {
        await using var rounds = await HeldRounds.CreateAsync();
        await using var other = await TestLedger.OpenAsync(rounds.Ledger.ConnectionString);
        var making = await rounds.MakeAsync();

        // It would wait for the lock of the test like the first one.
        await other.Projector.MakeCheckpointsAsync(TestLedger.Tenant, Cancellation);
        (await rounds.ListAsync()).ShouldBeEmpty();

        await rounds.ReleaseAsync();
        await making;
        (await rounds.ListAsync()).ShouldBe([At(3), At(7)]);
    }

    [Fact]
    public async Task A_host_that_dies_while_it_makes_a_round_leaves_nothing_and_the_next_one_goes_on()
    {
        await using var rounds = await HeldRounds.CreateAsync();
        var making = await rounds.MakeAsync();

        (await rounds.KillAsync()).ShouldBeTrue();
        await Should.ThrowAsync<NpgsqlException>(making);
        await rounds.ProjectAsync(new ChangeAmount(1_000), At(2));
        await rounds.ReleaseAsync();
        (await rounds.Ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM dealledger.checkpoint_sums")).ShouldBe(0);

        await rounds.Ledger.Projector.MakeCheckpointsAsync(TestLedger.Tenant, Cancellation);
        (await rounds.ListAsync()).ShouldBe([At(2), At(6)]);
        (await rounds.Ledger.VerifyAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rounds_that_two_hosts_make_while_changes_come_at_any_instant_are_what_the_changes_give(int seed)
    {
        await using var one = await TestLedger.CreateAsync();
        await using var two = await TestLedger.OpenAsync(one.ConnectionString);
        await one.Database.Owner.ExecuteAsync("UPDATE dealledger.projection SET changes_a_round = 3");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task[] following = [.. new[] { one, two }.Select(h => h.Projector.FollowAsync(TestLedger.Tenant, t => Task.Delay(Timeout.Infinite, t), stop.Token))];
        var random = new Random(seed);
        const int Changes = 240;

        // Most come in the order of time, some late, as from two sources of which one lags behind.
        for (var i = 0; i < Changes; i += 2)
        {
            var (early, late) = (At(i), At(random.Next(4) == 0 ? random.Next(i + 1) : i + 1));
            await Task.WhenAll(
                one.RecordAsync($"one-{i}", TestLedger.Open(1, "2026-06-15"), early), two.RecordAsync($"two-{i}", TestLedger.Open(1, "2026-07-15"), late));
        }

        await one.Database.Owner.UntilAsync("all is projected", $"SELECT position = {Changes} FROM dealledger.projection");
        await stop.CancelAsync();
        await Task.WhenAll(following.Select(f => Should.ThrowAsync<OperationCanceledException>(f)));
        (await one.VerifyAsync()).ShouldBeNull();
        await one.Projector.MakeCheckpointsAsync(TestLedger.Tenant, Cancellation);
        (await one.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM dealledger.checkpoint")).ShouldBeGreaterThan(Changes / 6);
        (await one.VerifyAsync()).ShouldBeNull();
    }

    private static DateTimeOffset At(int change) => TestLedger.Noon.AddDays(-30).AddHours(change);

    /// <summary>Eleven deals of amount 1, opened one an hour and projected, of which rounds of four changes are due; the first is held up when it is summed.</summary>
    private sealed class HeldRounds : IAsyncDisposable
    {
        private const string Waiting = """
            SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
            WHERE l.locktype = 'advisory' AND NOT l.granted
            """;

        private const string HoldUp = """
            CREATE FUNCTION held_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END';
            CREATE TRIGGER held_up BEFORE INSERT ON dealledger.checkpoint FOR EACH ROW WHEN (NEW.generation = 0) EXECUTE FUNCTION held_up();
            """;

        private readonly NpgsqlConnection _holder;

        private HeldRounds(TestLedger ledger, NpgsqlConnection holder) => (Ledger, _holder) = (ledger, holder);

        public TestLedger Ledger { get; }

        public static async Task<HeldRounds> CreateAsync()
        {
            var ledger = await TestLedger.CreateAsync();
            await ledger.Database.Owner.ExecuteAsync("UPDATE dealledger.projection SET changes_a_round = 4");
            for (var i = 0; i < 11; i++)
            {
                await ledger.RecordAsync($"deal-{i}", TestLedger.Open(1, "2026-06-15"), At(i));
            }

            await ledger.Projector.CatchUpAsync(TestLedger.Tenant, 11, Cancellation);
            await ledger.Database.Owner.ExecuteAsync(HoldUp);
            var holder = await ledger.Database.Unpooled.OpenConnectionAsync(Cancellation);
            await holder.ExecuteAsync("SELECT pg_advisory_lock(1)");
            return new HeldRounds(ledger, holder);
        }

        /// <summary>Begins to make the rounds that are due, up to where the first one is to be taken in.</summary>
        public async Task<Task> MakeAsync()
        {
            var making = Ledger.Projector.MakeCheckpointsAsync(TestLedger.Tenant, Cancellation);
            await Ledger.Database.Owner.UntilAsync("a round is held up", $"SELECT EXISTS ({Waiting})");
            return making;
        }

        public async Task ProjectAsync(IOpportunityCommand command, DateTimeOffset at)
        {
            await Ledger.RecordAsync("deal-0", command, at);
            await Ledger.Projector.CatchUpAsync(TestLedger.Tenant, 12, Cancellation);
        }

        public Task<bool> KillAsync() => Ledger.Database.Owner.ScalarAsync<bool>($"SELECT bool_and(pg_terminate_backend(pid, 10000)) FROM ({Waiting}) w");

        public Task<int> ReleaseAsync() => _holder.ExecuteAsync("SELECT pg_advisory_unlock(1)");

        public Task<List<DateTimeOffset>> ListAsync() => Ledger.Database.Owner.ListAsync<DateTimeOffset>("SELECT at FROM dealledger.checkpoint ORDER BY at");

        public async ValueTask DisposeAsync()
        {
            await _holder.DisposeAsync();
            await Ledger.DisposeAsync();
        }
    }
}
