using System.Collections.Concurrent;
using System.Globalization;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;
using Npgsql;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>Marten writes into the same tables: numbers drawn before the transaction has an xid, commits out of order, dead numbers, tombstones.</summary>
public sealed class ForeignWritersTests
{
    [Fact]
    public async Task A_late_writer_whose_number_was_claimed_fails_on_the_key_and_succeeds_with_a_new_number()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var foreign = ForeignTransaction.Connect(ledger);
        long claimed;
        await using (var late = await ForeignTransaction.BeginAsync(foreign))
        {
            claimed = await late.DrawAsync();
            await AppendAsync(ledger, "deal-1", 1);
            (await CatchUpAsync(ledger)).ShouldBe(2);

            (await late.MoveStreamAsync("opportunity/late", 0, 1)).ShouldBeTrue();
            var refused = await Should.ThrowAsync<PostgresException>(() => late.InsertAsync(claimed, "opportunity/late", 1, "opportunity_opened", Opened(5)));
            refused.SqlState.ShouldBe(PostgresErrorCodes.UniqueViolation);
        }

        (await ForeignTransaction.AppendAsync(foreign, "opportunity/late", 1, "opportunity_opened", Opened(5))).ShouldBe(3);

        (await ledger.DealAsync("late")).State.Amount.ShouldBe(5);
        (await ledger.Database.Owner.ScalarAsync<string>("SELECT type FROM ledger.mt_events WHERE seq_id = $1", claimed)).ShouldBe("tombstone");
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_writer_that_has_inserted_and_not_committed_holds_the_log_until_it_ends()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var foreign = ForeignTransaction.Connect(ledger);
        await using var writer = await ForeignTransaction.BeginAsync(foreign);
        var position = await writer.DrawAsync();
        await writer.MoveStreamAsync("opportunity/slow", 0, 1);
        await writer.InsertAsync(position, "opportunity/slow", 1, "opportunity_opened", Opened(7));
        await AppendAsync(ledger, "deal-1", 1);

        var reading = CatchUpAsync(ledger);
        await ClaimWaitsAsync(ledger);
        (await ledger.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(0);
        reading.IsCompleted.ShouldBeFalse();
        await AppendAsync(ledger, "deal-2", 2);
        await writer.CommitAsync();

        (await reading).ShouldBeGreaterThanOrEqualTo(2);
        (await ledger.DealAsync("slow")).State.Amount.ShouldBe(7);
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_events WHERE type = 'tombstone'")).ShouldBe(0);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_writer_that_rolls_back_what_held_the_log_leaves_a_tombstone()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var foreign = ForeignTransaction.Connect(ledger);
        await using var writer = await ForeignTransaction.BeginAsync(foreign);
        await writer.InsertAsync(await writer.DrawAsync(), "opportunity/slow", 1, "opportunity_opened", Opened(7));
        await AppendAsync(ledger, "deal-1", 1);
        var reading = CatchUpAsync(ledger);
        await ClaimWaitsAsync(ledger);

        await writer.RollbackAsync();

        (await reading).ShouldBe(2);
        (await ledger.Database.Owner.ScalarAsync<string>("SELECT type FROM ledger.mt_events WHERE seq_id = 1")).ShouldBe("tombstone");
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_claim_that_meets_a_writer_who_fills_its_numbers_backwards_ends_well()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var foreign = ForeignTransaction.Connect(ledger);
        await using var writer = await ForeignTransaction.BeginAsync(foreign);
        var numbers = await writer.DrawAsync(2);
        await writer.InsertAsync(numbers[1], "call/1", 2, "call_submitted", "{}");
        await AppendAsync(ledger, "deal-1", 1);

        // The claim takes the first number and waits for the second; now the writer wants the first.
        var reading = CatchUpAsync(ledger);
        await ClaimWaitsAsync(ledger);
        try
        {
            await writer.InsertAsync(numbers[0], "call/1", 1, "call_submitted", "{}");
            await writer.MoveStreamAsync("call/1", 0, 2);
            await writer.CommitAsync();
        }
        catch (PostgresException lost)
        {
            lost.SqlState.ShouldBeOneOf(PostgresErrorCodes.DeadlockDetected, PostgresErrorCodes.UniqueViolation);
            await writer.RollbackAsync();
        }

        (await reading).ShouldBe(3);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_bulk_append_keeps_the_numbers_that_it_has_drawn_however_long_it_takes()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var foreign = ForeignTransaction.Connect(ledger);
        await using var blocker = await ForeignTransaction.BeginAsync(foreign);
        await blocker.InsertAsync(await blocker.DrawAsync(), "opportunity/bulk-0", 1, "opportunity_opened", Opened(1));

        // It draws its numbers, copies its first event and waits: another's event has that version and may yet be rolled back.
        var deals = Enumerable.Range(0, 300).Select(i => Deals.New($"bulk-{i}", Deals.Opened(i))).ToList();
        var bulk = ledger.Store.AppendBulkAsync(TestLedger.Tenant, deals, TestLedger.Cancellation);
        await ledger.Database.Owner.UntilAsync(
            "the bulk append waits inside its copy",
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY ledger.mt_events%' AND wait_event_type = 'Lock')");
        await ForeignTransaction.AppendAsync(foreign, "opportunity/other", 1, "opportunity_opened", Opened(1));

        var reading = CatchUpAsync(ledger);
        await ledger.Database.Owner.UntilAsync(
            "the reader has run out of patience", "SELECT count(*) >= 2 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        await blocker.RollbackAsync();

        (await bulk).Events.ShouldBe(300);
        await reading;
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_events WHERE type = 'tombstone'")).ShouldBe(1);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_append_that_loses_a_race_with_a_foreign_writer_is_told_the_version_that_won()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var foreign = ForeignTransaction.Connect(ledger);
        await AppendAsync(ledger, "deal-1", 1);
        await using var writer = await ForeignTransaction.BeginAsync(foreign);
        await writer.InsertAsync(await writer.DrawAsync(), "opportunity/deal-1", 2, "amount_changed", """{"To": 5}""");
        var known = await ledger.Store.ReadStreamAsync(TestLedger.Tenant, "deal-1", TestLedger.Cancellation);
        var racing = ledger.Store.AppendAsync(TestLedger.Tenant, Deals.More("deal-1", known, Deals.Amount(1, 9)), TestLedger.Cancellation);
        await ledger.Database.Owner.UntilAsync(
            "the append waits", "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')");

        // Each has now what the other wants; one of the two has to give way.
        var foreignWon = true;
        try
        {
            await writer.MoveStreamAsync("opportunity/deal-1", 1, 2);
            await writer.CommitAsync();
        }
        catch (PostgresException lost) when (lost.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            foreignWon = false;
            await writer.RollbackAsync();
        }

        if (foreignWon)
        {
            var conflict = await Should.ThrowAsync<VersionConflictException>(racing);
            conflict.Found.ShouldBe(2);
        }
        else
        {
            (await racing).Count.ShouldBe(1);
        }

        (await ledger.DealAsync("deal-1")).State.Amount.ShouldBe(foreignWon ? 5 : 9);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Events_without_our_metadata_of_unknown_types_and_in_other_streams_are_kept_and_do_no_harm()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var foreign = ForeignTransaction.Connect(ledger);
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 1, "opportunity_opened", Opened(10));
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 2, "amount_changed", """{"To": 20}""");
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 3, "deal_blessed", """{"By": 7, "At": []}""");
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 4, "amount_changed", """{"To": "plenty"}""");
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 5, "amount_changed", "[]");
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 6, "amount_changed", "null");
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 7, "amount_changed", """{"To": 1e400}""");
        await ForeignTransaction.AppendAsync(foreign, "opportunity/never-opened", 1, "amount_changed", """{"To": 20}""");
        await ForeignTransaction.AppendAsync(foreign, "opportunity/", 1, "opportunity_opened", Opened(1));
        await ForeignTransaction.AppendAsync(foreign, "Opportunity/deal-1", 1, "opportunity_opened", Opened(1000));
        await ForeignTransaction.AppendAsync(foreign, "call/1", 1, "call_submitted", """{"Amount": 5}""");
        await using (var writer = await ForeignTransaction.BeginAsync(foreign))
        {
            await writer.InsertAsync(await writer.DrawAsync(), null, 1, "nobody_knows", "{}");
            await writer.InsertTombstoneAsync(await writer.DrawAsync());
            await writer.CommitAsync();
        }

        await ledger.RecordAsync("deal-1", new MoveStage("Negotiation"));

        var deal = await ledger.DealAsync("deal-1");
        deal.State.Amount.ShouldBe(20);
        deal.State.Stage.ShouldBe("Negotiation");
        deal.History.Count(h => h.Kind == "deal-blessed" || h.Kind == "deal_blessed").ShouldBe(1);
        (await TotalAsync(ledger)).ShouldBe(21);
        (await ledger.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(14);
        (await ledger.VerifyAsync()).ShouldBeNull();
        await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Of_a_change_that_comes_in_two_transactions_the_half_is_known_in_between()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var foreign = ForeignTransaction.Connect(ledger);
        const string at = "2026-05-10T13:00:00Z";
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 1, "opportunity_opened", Opened(10));
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 2, "amount_changed", $$"""{"From": 10, "To": 30, "At": "{{at}}", "By": "x"}""", "c-1");
        await CatchUpAsync(ledger);
        await AppendAsync(ledger, "other", 1000);
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 3, "currency_changed", $$"""{"From": "USD", "To": "EUR", "At": "{{at}}", "By": "x"}""", "c-1");
        await ForeignTransaction.AppendAsync(foreign, "opportunity/deal-1", 4, "owner_changed", $$"""{"To": "bob", "At": "{{at}}", "By": "x"}""", "c-1");

        async Task<(decimal?, string?, string?)> KnownAsync(long position)
        {
            var state = (await ledger.DealAsync("deal-1", knownAt: new KnownAt.Position(position))).State;
            return (state.Amount, state.Currency, state.Owner);
        }

        (await KnownAsync(1)).ShouldBe((10, "USD", "ann"));
        (await KnownAsync(2)).ShouldBe((30, "USD", "ann"));
        (await KnownAsync(3)).ShouldBe((30, "USD", "ann"));
        (await KnownAsync(4)).ShouldBe((30, "EUR", "ann"));
        (await KnownAsync(5)).ShouldBe((30, "EUR", "bob"));
        (await TotalAsync(ledger, new KnownAt.Position(1))).ShouldBe(10);
        (await TotalAsync(ledger, new KnownAt.Position(3))).ShouldBe(1030);
        (await TotalAsync(ledger, new KnownAt.Position(4))).ShouldBe(1000);
        (await ledger.VerifyAsync()).ShouldBeNull();
        await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation);
        (await TotalAsync(ledger, new KnownAt.Position(3))).ShouldBe(1030);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_database_that_sorts_by_the_rules_of_a_language_gives_the_same_answers()
    {
        await using var plain = await TestLedger.CreateAsync();
        var name = $"test_{Guid.NewGuid():n}";
        try
        {
            await plain.Database.Owner.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'");
        }
        catch (PostgresException without) when (without.SqlState is PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.InvalidParameterValue)
        {
            Assert.Skip("This PostgreSQL has no ICU.");
        }

        await using var ledger = await TestLedger.OpenAsync(new NpgsqlConnectionStringBuilder(plain.ConnectionString) { Database = name }.ConnectionString);
        foreach (var id in new[] { "1", "A", "a", "_", "z-1", "Z 1", "é" })
        {
            await AppendAsync(ledger, id, 1);
        }

        (await TotalAsync(ledger)).ShouldBe(7);
        (await ledger.VerifyAsync()).ShouldBeNull();
        await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation);
        (await TotalAsync(ledger)).ShouldBe(7);
        (await TotalAsync(ledger, new KnownAt.Position(3))).ShouldBe(3);
    }

    [Fact]
    public async Task Among_many_foreign_writers_no_reader_skips_or_doubles_an_event_and_the_log_ends_dense()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var other = await TestLedger.OpenAsync(ledger.ConnectionString);
        await using var foreign = ForeignTransaction.Connect(ledger);
        var crowd = new ForeignCrowd(foreign, other);
        foreach (var shared in Enumerable.Range(0, 4))
        {
            await AppendAsync(ledger, $"shared-{shared}", 0);
        }

        var done = new TaskCompletionSource();
        var tail = new ConcurrentQueue<(long Position, Guid Id)>();
        Task[] readers =
        [
            Task.Run(() => ProjectAsync(ledger, done.Task), TestLedger.Cancellation), Task.Run(() => ProjectAsync(other, done.Task), TestLedger.Cancellation),
            Task.Run(() => AskAsync(other, done.Task), TestLedger.Cancellation), Task.Run(() => TailAsync(ledger, tail, done.Task), TestLedger.Cancellation),
        ];
        var acknowledged = new ConcurrentBag<Guid>();
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, 24).Select(i => Task.Run(() => crowd.WriteAsync(i, rounds: 8), TestLedger.Cancellation)),
            .. Enumerable.Range(0, 4).Select(i => Task.Run(() => CommandAsync(ledger, i), TestLedger.Cancellation)),
            .. Enumerable.Range(0, 2).Select(i => Task.Run(() => AppendManyAsync(i % 2 == 0 ? ledger : other, i, acknowledged), TestLedger.Cancellation)),
            Task.Run(() => BulkAsync(other, acknowledged), TestLedger.Cancellation),
        ]);
        var head = await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation);
        await ledger.Projector.CatchUpAsync(TestLedger.Tenant, head, TestLedger.Cancellation);
        while (tail.Count < head && !Array.Exists(readers, r => r.IsCompleted))
        {
            await Task.Yield();
        }

        done.SetResult();
        await Task.WhenAll(readers);

        // Dense, nobody's event missing or twice, and what was read while it grew is what stands there.
        var log = await LogAsync(ledger.Database.Owner, 0, long.MaxValue);
        log.Select(e => e.Position).ShouldBe(Enumerable.Range(1, log.Count).Select(p => (long)p));
        tail.ShouldBe(log);
        var ids = log.GroupBy(e => e.Id).ToDictionary(g => g.Key, g => g.Count());
        acknowledged.Concat(crowd.Acknowledged).ShouldAllBe(id => ids.GetValueOrDefault(id) == 1);
        crowd.GivenUp.ShouldAllBe(id => !ids.ContainsKey(id));
        (await ledger.VerifyAsync()).ShouldBeNull();

        // Foreign events are in the answers.
        foreach (var (deal, amount) in crowd.LastAmounts)
        {
            (await ledger.DealAsync(deal)).State.Amount.ShouldBe(amount, deal);
        }

        crowd.Kinds.Keys.ShouldBe(Enum.GetValues<ForeignCrowd.Ending>(), ignoreOrder: true);
    }

    private static async Task ProjectAsync(TestLedger ledger, Task done)
    {
        while (!done.IsCompleted)
        {
            await CatchUpAsync(ledger);
        }
    }

    private static async Task AskAsync(TestLedger ledger, Task done)
    {
        var last = 0L;
        while (!done.IsCompleted)
        {
            try
            {
                var answer = await ledger.Answers.ForecastAsync(TestLedger.Tenant, Question(new KnownAt.Now()), Consistency.Strong, TestLedger.Cancellation);
                answer.Position.ShouldBeGreaterThanOrEqualTo(last);
                last = answer.Position;
            }
            catch (RefusedException behind)
            {
                behind.Refusal.Code.ShouldBe("projection-behind");
            }
        }
    }

    private static async Task TailAsync(TestLedger ledger, ConcurrentQueue<(long, Guid)> tail, Task done)
    {
        var last = 0L;
        while (!done.IsCompleted)
        {
            var reached = await ledger.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation);
            foreach (var e in await LogAsync(ledger.Database.Owner, last, reached))
            {
                e.Position.ShouldBe(++last);
                tail.Enqueue(e);
            }

            last.ShouldBe(reached);
        }
    }

    private static async Task<List<(long Position, Guid Id)>> LogAsync(NpgsqlDataSource source, long after, long to) =>
        [.. (await source.ListAsync<string>(
                "SELECT seq_id || ' ' || id FROM ledger.mt_events WHERE tenant_id = 'default' AND seq_id > $1 AND seq_id <= $2 ORDER BY seq_id", after, to))
            .Select(line => line.Split(' ')).Select(words => (long.Parse(words[0], CultureInfo.InvariantCulture), Guid.Parse(words[1])))];

    private static async Task CommandAsync(TestLedger ledger, int i)
    {
        for (var n = 0; n < 25; n++)
        {
            await ledger.RecordAsync($"shared-{i % 4}", new ChangeOwner($"owner-{i}-{n}"));
        }
    }

    private static async Task AppendManyAsync(TestLedger ledger, int writer, ConcurrentBag<Guid> acknowledged)
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async n =>
        {
            var append = Deals.New($"own-{writer}-{n}", Deals.Opened(n), Deals.Amount(n, n + 1));
            (await ledger.Store.AppendAsync(TestLedger.Tenant, append, TestLedger.Cancellation)).Count.ShouldBe(2);
            append.Events.ToList().ForEach(e => acknowledged.Add(e.Id));
        }));
    }

    private static async Task BulkAsync(TestLedger ledger, ConcurrentBag<Guid> acknowledged)
    {
        for (var batch = 0; batch < 6; batch++)
        {
            var deals = Enumerable.Range(0, 50).Select(n => Deals.New($"bulk-{batch}-{n}", Deals.Opened(n), Deals.Amount(n, n + 1))).ToList();
            (await ledger.Store.AppendBulkAsync(TestLedger.Tenant, deals, TestLedger.Cancellation)).Events.ShouldBe(100);
            deals.SelectMany(d => d.Events).ToList().ForEach(e => acknowledged.Add(e.Id));
        }
    }

    private static Task<IReadOnlyList<long>> AppendAsync(TestLedger ledger, string id, decimal amount) =>
        ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New(id, Deals.Opened(amount)), TestLedger.Cancellation);

    private static async Task<long> CatchUpAsync(TestLedger ledger) => await ledger.Projector.CatchUpAsync(
        TestLedger.Tenant, await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation), TestLedger.Cancellation);

    private static Task ClaimWaitsAsync(TestLedger ledger) => ledger.Database.Owner.UntilAsync(
        "a claim waits for the writer",
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%mt_tombstone%' AND wait_event_type = 'Lock')");

    private static string Opened(decimal amount) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"Owner": "ann", "Outcome": "open", "Category": "Pipeline", "Currency": "USD", "Amount": {{amount}}, "CloseDate": "2026-06-15", "At": "2026-05-10T12:00:00Z", "By": "x"}""");

    private static ForecastQuestion Question(KnownAt knownAt) => new(TestLedger.Quarter("2026-Q2"), TestLedger.Noon.AddYears(50), knownAt);

    private static async Task<decimal> TotalAsync(TestLedger ledger, KnownAt? knownAt = null) =>
        (await ledger.Answers.ForecastAsync(TestLedger.Tenant, Question(knownAt ?? new KnownAt.Now()), Consistency.Strong, TestLedger.Cancellation)).Total.Pipeline.Amount;
}
