using System.Diagnostics;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Postgres.Tests.Ledger;

public sealed class ProjectorTests
{
    // Which session of the dying host writes rows, other than the one that is being killed.
    private const string Writing = """
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'dying' AND query LIKE '%dealledger.deal_change%' AND state <> 'idle' AND pid <> $1
        """;

    [Fact]
    public async Task Two_projectors_at_once_write_every_row_once()
    {
        await using var one = await TestLedger.CreateAsync();
        await using var two = await TestLedger.OpenAsync(one.ConnectionString);
        var appended = new TaskCompletionSource();

        async Task ProjectAsync(TestLedger host)
        {
            while (!appended.Task.IsCompleted)
            {
                await CatchUpAsync(host);
            }

            await CatchUpAsync(host);
        }

        var projecting = Task.WhenAll(ProjectAsync(one), ProjectAsync(two), ProjectAsync(one), ProjectAsync(two));
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => OpenAndChangeAsync(i % 2 == 0 ? one : two, $"deal-{i % 100}", i)));
        appended.SetResult();
        await projecting;

        (await one.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(300);
        (await one.VerifyAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_projector_whose_connection_dies_in_a_batch_leaves_nothing_half_and_tries_once_more(int deaths)
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var dying = await TestLedger.OpenAsync(new NpgsqlConnectionStringBuilder(ledger.ConnectionString) { ApplicationName = "dying" }.ConnectionString);
        await FillAsync(ledger, 100);
        await using var blocker = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);

        for (var round = 0; round < 3; round++)
        {
            // It stops where the rows are written, for the table is locked, and is killed there.
            await blocker.ExecuteAsync("BEGIN");
            await blocker.ExecuteAsync("LOCK TABLE dealledger.deal_change IN SHARE MODE");
            var before = await ledger.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation);
            var projecting = CatchUpAsync(dying);
            for (var (death, killed) = (0, 0); death < deaths; death++)
            {
                await ledger.Database.Owner.UntilAsync("it writes rows", $"SELECT EXISTS ({Writing})", killed);
                killed = await ledger.Database.Owner.ScalarAsync<int>(Writing, killed);
                (await ledger.Database.Owner.ScalarAsync<bool>("SELECT pg_terminate_backend($1)", killed)).ShouldBeTrue();
            }

            if (deaths == 1)
            {
                await blocker.ExecuteAsync("ROLLBACK");
                (await projecting).ShouldBeGreaterThan(before);
            }
            else
            {
                await Should.ThrowAsync<NpgsqlException>(projecting);
                (await ledger.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(before);
                await blocker.ExecuteAsync("ROLLBACK");
            }

            (await ledger.VerifyAsync()).ShouldBeNull($"round {round}");
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => OpenAndChangeAsync(ledger, $"deal-{i}", i)));
        }

        await CatchUpAsync(dying);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_holder_that_stalls_in_its_transaction_loses_the_projection_to_the_next()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var impatient = new NpgsqlConnectionStringBuilder(ledger.ConnectionString) { Options = "-c idle_in_transaction_session_timeout=200ms", ApplicationName = "stalled" };
        await using var stalled = new LedgerDatabase(impatient.ConnectionString);
        await FillAsync(ledger, 20);
        await using var holder = await stalled.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        await using var transaction = await holder.BeginTransactionAsync(TestLedger.Cancellation);
        await holder.ExecuteAsync("SELECT FROM dealledger.projection WHERE tenant_id = 'default' FOR UPDATE");
        var clock = Stopwatch.StartNew();

        (await CatchUpAsync(ledger)).ShouldBe(20);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        await Should.ThrowAsync<NpgsqlException>(() => holder.ExecuteAsync("UPDATE dealledger.projection SET position = 1"));
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_rebuild_while_others_append_and_read_shows_nobody_half()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var other = await TestLedger.OpenAsync(ledger.ConnectionString);
        await FillAsync(ledger, 600);
        var rebuilt = new TaskCompletionSource();

        // Every append opens two deals of 10 at once, so every total that ever held is ten times the position and a multiple of 20.
        var appending = Task.Run(
            async () =>
            {
                for (var i = 0; !rebuilt.Task.IsCompleted; i++)
                {
                    await other.Store.AppendBulkAsync(
                        TestLedger.Tenant, [Deals.New($"pair-{i}-a", Deals.Opened(10)), Deals.New($"pair-{i}-b", Deals.Opened(10))], TestLedger.Cancellation);
                }
            },
            TestLedger.Cancellation);
        var reading = Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(
            async () =>
            {
                var last = (Total: 6000m, Position: 0L);
                while (!rebuilt.Task.IsCompleted)
                {
                    var answer = await (i == 0 ? ledger : other).Answers.ForecastAsync(
                        TestLedger.Tenant, new ForecastQuestion(TestLedger.Quarter("2026-Q2"), TestLedger.Noon, new KnownAt.Now()), Consistency.Strong, TestLedger.Cancellation);
                    (answer.Total.Pipeline.Amount % 20).ShouldBe(0);
                    answer.Total.Pipeline.Amount.ShouldBe(10m * answer.Position);
                    answer.Total.Pipeline.Amount.ShouldBeGreaterThanOrEqualTo(last.Total);
                    answer.Position.ShouldBeGreaterThanOrEqualTo(last.Position);
                    last = (answer.Total.Pipeline.Amount, answer.Position);
                }
            },
            TestLedger.Cancellation)));

        for (var i = 0; i < 5; i++)
        {
            await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation);
        }

        rebuilt.SetResult();
        await Task.WhenAll(appending, reading);
        (await ledger.VerifyAsync()).ShouldBeNull();
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM pg_inherits WHERE inhparent = 'dealledger.deal_change'::regclass")).ShouldBe(1);
    }

    [Fact]
    public async Task A_second_rebuild_at_the_same_time_is_refused()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await FillAsync(ledger, 30);
        RefusedException? refused = null;
        await ledger.Rebuild.RunAsync(
            TestLedger.Tenant,
            new During(() => refused = Should.Throw<RefusedException>(() => ledger.Rebuild.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation).GetAwaiter().GetResult())),
            TestLedger.Cancellation);

        refused!.Refusal.Code.ShouldBe("rebuild-running");
        await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_rebuild_does_not_change_under_a_verification_what_that_looks_at()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await FillAsync(ledger, 1_200);
        RefusedException? refused = null;

        var finding = await ledger.Verifier.RunAsync(
            TestLedger.Tenant,
            new During(() => refused ??= Should.Throw<RefusedException>(
                () => ledger.Rebuild.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation).GetAwaiter().GetResult())),
            TestLedger.Cancellation);

        finding.ShouldBeNull();
        refused!.Refusal.Code.ShouldBe("rebuild-running");
        RefusedException? verification = null;
        await ledger.Rebuild.RunAsync(
            TestLedger.Tenant, new During(() => verification = Should.Throw<RefusedException>(() => ledger.VerifyAsync().GetAwaiter().GetResult())), TestLedger.Cancellation);
        verification!.Refusal.Code.ShouldBe("rebuild-running");
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_verification_may_take_longer_between_two_looks_than_a_host_may_stall()
    {
        var connectionString = new NpgsqlConnectionStringBuilder(await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation))
        {
            Options = "-c idle_in_transaction_session_timeout=100",
        }.ConnectionString;
        await using var ledger = await TestLedger.OpenAsync(connectionString);
        await FillAsync(ledger, 1_200);
        await using var other = new NpgsqlConnection(connectionString);
        await other.OpenAsync(TestLedger.Cancellation);
        await using var longer = new NpgsqlCommand("SELECT pg_sleep(0.4)", other);

        var finding = await ledger.Verifier.RunAsync(TestLedger.Tenant, new During(() => longer.ExecuteNonQuery()), TestLedger.Cancellation);

        finding.ShouldBeNull();
    }

    [Theory]
    [InlineData("DELETE FROM dealledger.deal_change WHERE deal_id = 'deal-7'", "position 8")]
    [InlineData("UPDATE dealledger.deal_change SET amount = amount + 1 WHERE deal_id = 'deal-7'", "position 8")]
    [InlineData("UPDATE dealledger.deal_change SET valid_to = '2030-01-01' WHERE deal_id = 'deal-7'", "position 8")]
    [InlineData("UPDATE dealledger.deal_change SET known_to = 9 WHERE deal_id = 'deal-7'", "position 8")]
    [InlineData("UPDATE dealledger.deal_change SET times_pushed = 3 WHERE deal_id = 'deal-7'", "position 8")]
    [InlineData("UPDATE dealledger.deal_change SET deal_id = 'ghost' WHERE deal_id = 'deal-7'", "position 8")]
    [InlineData("INSERT INTO dealledger.deal_change SELECT (jsonb_populate_record(c, '{\"deal_id\": \"ghost\"}')).* FROM dealledger.deal_change c WHERE deal_id = 'deal-7'", "ghost")]
    [InlineData("DELETE FROM ledger.mt_events WHERE seq_id = 8", "position 8")]
    [InlineData("DELETE FROM ledger.mt_events WHERE seq_id = 20", "position 19")]
    [InlineData("DELETE FROM ledger.mt_events WHERE seq_id >= 20; UPDATE ledger.mt_streams SET version = 0 WHERE id = 'opportunity/deal-19'", "position 19")]
    [InlineData("UPDATE ledger.mt_events SET data = jsonb_set(data, '{Amount}', '777') WHERE seq_id = 8", "position 8")]
    [InlineData("UPDATE ledger.mt_events SET data = jsonb_set(data, '{At}', '\"2020-01-01T00:00:00Z\"') WHERE seq_id = 8", "position 8")]
    [InlineData("UPDATE ledger.mt_events SET type = 'tombstone' WHERE seq_id = 8", "position 8")]
    [InlineData("UPDATE ledger.mt_events SET id = (SELECT id FROM ledger.mt_events WHERE seq_id = 9) WHERE seq_id = 8", "Positions 8 and 9")]
    [InlineData("UPDATE ledger.mt_events SET version = 5 WHERE seq_id = 8", "opportunity/deal-7")]
    [InlineData("UPDATE ledger.mt_events SET stream_id = 'opportunity/elsewhere' WHERE seq_id = 8", "opportunity/deal-7")]
    [InlineData("UPDATE ledger.mt_streams SET version = 2 WHERE id = 'opportunity/deal-7'", "opportunity/deal-7")]
    [InlineData("DELETE FROM ledger.mt_streams WHERE id = 'opportunity/deal-7'", "opportunity/deal-7")]
    public async Task Verification_finds_damage_and_says_where(string damage, string where)
    {
        await using var ledger = await TestLedger.CreateAsync();
        for (var i = 0; i < 20; i++)
        {
            await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New($"deal-{i}", Deals.Opened(10)), TestLedger.Cancellation);
        }

        (await ledger.VerifyAsync()).ShouldBeNull();

        await ledger.Database.Owner.ExecuteAsync(damage);

        (await ledger.VerifyAsync()).ShouldNotBeNull().ShouldContain(where);
    }

    private static async Task FillAsync(TestLedger ledger, int deals)
    {
        var known = await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation);
        for (var i = 0; i < deals; i += 200)
        {
            await Task.WhenAll(Enumerable.Range(i, Math.Min(200, deals - i)).Select(n =>
                ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New($"deal-{known + n}", Deals.Opened(10)), TestLedger.Cancellation)));
        }
    }

    private static async Task OpenAndChangeAsync(TestLedger ledger, string id, int i)
    {
        while (true)
        {
            var known = await ledger.Store.ReadStreamAsync(TestLedger.Tenant, id, TestLedger.Cancellation);
            try
            {
                var at = TestLedger.Noon.AddHours(1 + (i * 7 % 50));
                await ledger.Store.AppendAsync(
                    TestLedger.Tenant, new StreamAppend(id, known.Count, known, [Deals.From($"change-{id}-{i}-{known.Count}", known.Count == 0 ? Deals.Opened(i) : Deals.Amount(0, i, at))]),
                    TestLedger.Cancellation);
                return;
            }
            catch (VersionConflictException)
            {
            }
        }
    }

    private static async Task<long> CatchUpAsync(TestLedger ledger) => await ledger.Projector.CatchUpAsync(
        TestLedger.Tenant, await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation), TestLedger.Cancellation);

    // Progress that is told in the middle of the work, on its own thread.
    private sealed class During(Action act) : IProgress<Progress>
    {
        public void Report(Progress value) => act();
    }
}
