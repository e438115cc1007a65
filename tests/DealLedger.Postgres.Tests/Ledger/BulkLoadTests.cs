using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Tests.Ledger;

public sealed class BulkLoadTests
{
    private const int Deals = 40;
    private const int Batches = 6;

    [Fact]
    public async Task A_load_of_an_empty_tenant_ends_with_a_dense_log_rising_stamps_and_read_models_at_its_end()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using (var load = await BeginAsync(ledger))
        {
            await AppendAllAsync(load, Enumerable.Range(0, Batches));
            (await ledger.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(0, "the rows come in with the swap");
            await load.CompleteAsync(TestLedger.Cancellation);
        }

        (await PositionAsync(ledger)).ShouldBe(Batches * Deals * 3);
        (await ledger.VerifyAsync()).ShouldBeNull();
        (await ledger.Database.Owner.ScalarAsync<bool>(
            "SELECT bool_and(rises) FROM (SELECT timestamp > lag(timestamp, 1, '-infinity') OVER (ORDER BY seq_id) AS rises FROM ledger.mt_events) e"))
            .ShouldBeTrue("the order of numbers is the order of stamps");
    }

    [Fact]
    public async Task Its_read_models_are_those_that_the_projector_writes()
    {
        await using var loaded = await TestLedger.CreateAsync();
        await using var projected = await TestLedger.CreateAsync();
        await using (var load = await BeginAsync(loaded))
        {
            await AppendAllAsync(load, Enumerable.Range(0, Batches));
            await load.CompleteAsync(TestLedger.Cancellation);
        }

        for (var batch = 0; batch < Batches; batch++)
        {
            foreach (var deal in Batch(batch))
            {
                await projected.Store.AppendAsync(TestLedger.Tenant, deal, TestLedger.Cancellation);
            }
        }

        await projected.VerifyAsync();
        (await RowsAsync(loaded)).SequenceEqual(await RowsAsync(projected)).ShouldBeTrue("deals have the positions and rows of appends one after the other");
    }

    [Fact]
    public async Task What_others_record_during_a_load_is_in_the_read_models_too()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using (var load = await BeginAsync(ledger))
        {
            await AppendAllAsync(load, [0, 1]);
            await ledger.Store.AppendAsync(TestLedger.Tenant, Ledger.Deals.New("live", Ledger.Deals.Opened(7)), TestLedger.Cancellation);
            await AppendAllAsync(load, [2, 3]);
            (await ledger.DealAsync("live")).State.Amount.ShouldBe(7);
            await load.CompleteAsync(TestLedger.Cancellation);
        }

        (await PositionAsync(ledger)).ShouldBe((4 * Deals * 3) + 1);
        (await ledger.DealAsync("live")).State.Amount.ShouldBe(7);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_load_that_breaks_off_keeps_what_it_appended_and_the_next_one_goes_on()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using (var broken = await BeginAsync(ledger))
        {
            await AppendAllAsync(broken, [0, 1, 2]);
        }

        (await PositionAsync(ledger)).ShouldBe(0);
        (await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(3 * Deals * 3);
        await using (var load = await BeginAsync(ledger))
        {
            (await PositionAsync(ledger)).ShouldBe(3 * Deals * 3, "read models that lag are brought up first");
            await AppendAllAsync(load, [3, 4]);
            await load.CompleteAsync(TestLedger.Cancellation);
        }

        (await PositionAsync(ledger)).ShouldBe(5 * Deals * 3);
        (await ledger.VerifyAsync()).ShouldBeNull();
        (await ledger.Database.Owner.ListAsync<string>("SELECT relname FROM pg_class WHERE relname LIKE '%\\_next'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_with_a_deal_that_moved_is_refused_whole_and_the_others_go_in_without_a_gap()
    {
        await using var ledger = await TestLedger.CreateAsync();
        using var first = Prepare(0);
        using var again = PreparedAppend.Of(TestLedger.Tenant, [.. Batch(1), Batch(0)[5]]);
        using var third = Prepare(2);
        await using (var load = await BeginAsync(ledger))
        {
            await load.AppendAsync(first, TestLedger.Cancellation);

            var refused = load.AppendAsync(again, TestLedger.Cancellation);
            var taken = load.AppendAsync(third, TestLedger.Cancellation);

            (await Should.ThrowAsync<VersionConflictException>(() => refused)).Stream.ShouldBe(Batch(0)[5].Stream);
            await taken;
            await load.CompleteAsync(TestLedger.Cancellation);
        }

        (await PositionAsync(ledger)).ShouldBe(2 * Deals * 3);
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_events WHERE type = 'tombstone'")).ShouldBe(0);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Two_tenants_load_at_the_same_time_and_neither_waits_for_the_other_one_to_end()
    {
        await using var ledger = await TestLedger.CreateAsync();
        TenantId.TryParse("other", out var other).ShouldBeTrue();
        await ledger.Directory.EnsureAsync(other, TestLedger.Cancellation);
        using var theirs = PreparedAppend.Of(other, Batch(1));
        await using (var load = await BeginAsync(ledger))
        await using (var another = await BulkLoad.BeginAsync(ledger.Database, ledger.Store, ledger.Projector, other, TestLedger.Cancellation))
        {
            await AppendAllAsync(load, [0]);
            await another.AppendAsync(theirs, TestLedger.Cancellation);

            // Whoever waits for the other one makes the two of them wait for each other, which PostgreSQL ends with an error.
            await Task.WhenAll(load.CompleteAsync(TestLedger.Cancellation), another.CompleteAsync(TestLedger.Cancellation));
        }

        (await ledger.VerifyAsync()).ShouldBeNull();
        (await ledger.Verifier.RunAsync(other, null, TestLedger.Cancellation)).ShouldBeNull();
    }

    private static Task<BulkLoad> BeginAsync(TestLedger ledger) =>
        BulkLoad.BeginAsync(ledger.Database, ledger.Store, ledger.Projector, TestLedger.Tenant, TestLedger.Cancellation);

    private static Task<long> PositionAsync(TestLedger ledger) => ledger.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation);

    private static Task<List<string>> RowsAsync(TestLedger ledger) =>
        ledger.Database.Owner.ListAsync<string>("SELECT to_jsonb(c)::text FROM dealledger.deal_change c ORDER BY deal_id, known_from, at, tie");

    private static List<StreamAppend> Batch(int number) =>
    [
        .. Enumerable.Range(0, Deals).Select(i => Ledger.Deals.New(
            $"deal-{number}-{i:00}", Ledger.Deals.Opened(i), Ledger.Deals.Amount(i, i + 1), Ledger.Deals.Amount(i + 1, number, TestLedger.Noon.AddHours(2)))),
    ];

    private static PreparedAppend Prepare(int batch) => PreparedAppend.Of(TestLedger.Tenant, Batch(batch));

    // Two at a time, as an import does.
    private static async Task AppendAllAsync(BulkLoad load, IEnumerable<int> batches)
    {
        var before = Task.CompletedTask;
        var prepared = batches.Select(Prepare).ToList();
        foreach (var append in prepared)
        {
            var appending = load.AppendAsync(append, TestLedger.Cancellation);
            await before;
            before = appending;
        }

        await before;
        prepared.ForEach(p => p.Dispose());
    }
}
