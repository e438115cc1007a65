using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;

namespace DealLedger.Postgres.Tests.Ledger;

public sealed class AppendTests
{
    private const string Shadow = "hashtextextended('dealledger:append:default', 0)";

    [Fact]
    public async Task Events_get_the_next_versions_and_positions_and_strictly_rising_stamps()
    {
        await using var ledger = await TestLedger.CreateAsync();

        (await AppendAsync(ledger, Deals.New("deal-1", Deals.Opened(1), Deals.Amount(1, 2), Deals.Amount(2, 3)))).ShouldBe([1, 2, 3]);
        (await AppendAsync(ledger, Deals.New("deal-2", Deals.Opened(1)))).ShouldBe([4]);
        (await AppendAsync(ledger, Deals.More("deal-1", await StreamAsync(ledger, "deal-1"), Deals.Amount(3, 4), Deals.Amount(4, 5)))).ShouldBe([5, 6]);

        var stream = await StreamAsync(ledger, "deal-1");
        stream.Select(e => e.Version).ShouldBe([1, 2, 3, 4, 5]);
        stream.Select(e => e.Position).ShouldBe([1, 2, 3, 5, 6]);
        await StampsShouldRiseAsync(ledger);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Stamps_rise_even_where_the_last_one_lies_in_the_future()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var future = new DateTimeOffset(2099, 12, 31, 23, 59, 59, TimeSpan.Zero);
        var ahead = new LedgerStore(ledger.Database, () => future);
        await ahead.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);
        await AppendAsync(ledger, Deals.New("deal-2", Deals.Opened(1), Deals.Amount(1, 2)));
        await ledger.Store.AppendBulkAsync(TestLedger.Tenant, [Deals.New("deal-3", Deals.Opened(1), Deals.Amount(1, 2))], TestLedger.Cancellation);
        await AppendAsync(ledger, Deals.New("deal-4", Deals.Opened(1)));

        (await ledger.Database.Owner.ListAsync<DateTime>("SELECT timestamp FROM ledger.mt_events ORDER BY seq_id"))
            .ShouldBe(Enumerable.Range(0, 6).Select(i => future.UtcDateTime.AddMicroseconds(i)));
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public void The_id_of_an_event_is_derived_and_stays_the_same_for_ever()
    {
        EventId.Derive(TestLedger.Tenant, "salesforce", "0080000000000001AAA", "amount_changed").ShouldBe(new Guid("711d33f8-5cad-5979-891c-366198e57f4a"));
    }

    [Fact]
    public async Task An_event_comes_back_as_it_went_in()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var e = Deals.From("record \"1\"\\", Deals.Amount(1.50m, 12345678901234567890.123456m, TestLedger.Noon.AddTicks(10)), "change-1");
        await AppendAsync(ledger, new StreamAppend("deal/ü 1", 0, [], [Deals.From("r0", Deals.Opened(1)), e]));

        var read = (await StreamAsync(ledger, "deal/ü 1"))[1];

        read.Id.ShouldBe(e.Id);
        read.Data.ShouldBe(e.Data);
        read.CorrelationId.ShouldBe("change-1");
        read.Source.ShouldBe("test");
        read.Order.ShouldBe("record \"1\"\\");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public async Task A_stream_that_moved_on_or_never_was_is_a_conflict_that_records_nothing(long expected, long found)
    {
        await using var ledger = await TestLedger.CreateAsync();
        await AppendAsync(ledger, Deals.New("deal-1", Deals.Opened(1)));

        var conflict = await Should.ThrowAsync<VersionConflictException>(
            () => AppendAsync(ledger, new StreamAppend("deal-1", expected, [], [Deals.From("r", Deals.Amount(1, 2))])));

        conflict.Expected.ShouldBe(expected);
        conflict.Found.ShouldBe(found);
        (await Should.ThrowAsync<VersionConflictException>(
            () => AppendAsync(ledger, new StreamAppend("deal-2", 1, [], [Deals.From("r", Deals.Amount(1, 2))])))).Found.ShouldBe(0);
        (await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(1);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_append_of_nothing_leaves_no_trace()
    {
        await using var ledger = await TestLedger.CreateAsync();

        (await AppendAsync(ledger, Deals.New("deal-1"))).ShouldBeEmpty();
        await ledger.Store.AppendBulkAsync(TestLedger.Tenant, [Deals.New("deal-2"), Deals.New("deal-3", Deals.Opened(1))], TestLedger.Cancellation);
        await AppendAsync(ledger, Deals.New("deal-1", Deals.Opened(1)));
        await AppendAsync(ledger, Deals.New("deal-2", Deals.Opened(1)));

        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Two_hundred_writers_of_one_deal_who_read_decide_and_append_lose_no_update()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await AppendAsync(ledger, Deals.New("deal-1", Deals.Opened(0)));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            while (true)
            {
                var known = await StreamAsync(ledger, "deal-1");
                var amount = Timeline.Of("deal-1", known).StateAt(DateTimeOffset.MaxValue)!.Amount;
                var at = TestLedger.Noon.AddSeconds(known.Count);
                try
                {
                    await AppendAsync(ledger, new StreamAppend("deal-1", known.Count, known, [Deals.From($"writer-{i}", Deals.Amount(amount, amount + 1, at))]));
                    return;
                }
                catch (VersionConflictException conflict)
                {
                    conflict.Found!.Value.ShouldBeGreaterThan(conflict.Expected);
                }
            }
        })));

        (await ledger.DealAsync("deal-1")).State.Amount.ShouldBe(200);
        (await StreamAsync(ledger, "deal-1")).Select(e => e.Version).ShouldBe(Enumerable.Range(1, 201).Select(v => (long)v));
        await StampsShouldRiseAsync(ledger);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Two_hundred_commands_on_one_deal_all_count_and_only_a_version_is_refused()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal-1", TestLedger.Open(0, "2026-06-15"), TestLedger.Noon);

        var free = Enumerable.Range(1, 100).Select(i => TryAsync(ledger, new ChangeAmount(i), expect: null));
        var bound = Enumerable.Range(101, 100).Select(i => TryAsync(ledger, new ChangeAmount(i), expect: 1));
        var done = await Task.WhenAll(free.Concat(bound));

        done.Take(100).ShouldAllBe(code => code == null);
        done.Skip(100).Count(code => code is null).ShouldBeLessThanOrEqualTo(1);
        done.OfType<string>().ShouldAllBe(code => code == "version-conflict");
        var stream = await StreamAsync(ledger, "deal-1");
        stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, 1 + done.Count(code => code is null)).Select(v => (long)v));

        // Each decided on what the one before it left.
        var changes = stream.Select(e => e.Data).OfType<AmountChanged>().ToList();
        changes.Skip(1).Select(c => c.From).ShouldBe(changes.SkipLast(1).Select(c => c.To));
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Two_hundred_commands_on_many_deals_all_count()
    {
        await using var ledger = await TestLedger.CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => ledger.RecordAsync($"deal-{i}", TestLedger.Open(i, "2026-06-15"), TestLedger.Noon)));
        var done = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => ledger.RecordAsync($"deal-{i}", new ChangeAmount(i + 1), expect: 1)));

        done.ShouldAllBe(r => r.Version == 2);
        (await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(400);
        await StampsShouldRiseAsync(ledger);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_member_of_a_group_that_cannot_be_stored_fails_alone()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var blocker = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        await blocker.ExecuteAsync($"SELECT pg_advisory_lock({Shadow})");
        var first = AppendAsync(ledger, Deals.New("deal-0", Deals.Opened(0)));
        await ledger.Database.Owner.UntilAsync("the first append waits", "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)");

        // These wait together for the first, so they are one group.
        var good = Enumerable.Range(1, 20).Select(i => AppendAsync(ledger, Deals.New($"deal-{i}", Deals.Opened(i)))).ToList();
        var bad = AppendAsync(ledger, Deals.New("deal-99", Deals.Opened(99) with { By = "zero \0 byte" }));
        var late = AppendAsync(ledger, new StreamAppend("deal-98", 5, [], [Deals.From("late", Deals.Amount(1, 2))]));
        await blocker.ExecuteAsync($"SELECT pg_advisory_unlock({Shadow})");

        await first;
        await Task.WhenAll(good);
        await Should.ThrowAsync<VersionConflictException>(late);
        (await Should.ThrowAsync<Exception>(bad)).ShouldNotBeOfType<VersionConflictException>();
        (await ledger.VerifyAsync()).ShouldBeNull();
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_events WHERE type <> 'tombstone'")).ShouldBe(21);
    }

    [Fact]
    public async Task A_bulk_append_in_which_one_stream_moved_leaves_nothing_behind()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await AppendAsync(ledger, Deals.New("deal-5", Deals.Opened(1), Deals.Amount(1, 2)));
        var deals = Enumerable.Range(0, 10).Select(i => Deals.New($"deal-{i}", Deals.Opened(i))).ToList();

        (await Should.ThrowAsync<VersionConflictException>(() => BulkAsync(ledger, deals))).Stream.Id.ShouldBe("deal-5");
        deals[5] = deals[5] with { ExpectedVersion = 1 };
        (await Should.ThrowAsync<VersionConflictException>(() => BulkAsync(ledger, deals))).Stream.Id.ShouldBe("deal-5");

        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_events")).ShouldBe(2);
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_streams")).ShouldBe(1);
        (await ledger.VerifyAsync()).ShouldBeNull();
        deals.RemoveAt(5);
        (await BulkAsync(ledger, deals)).ShouldBe(new BulkResult(9, 11));
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Read_models_that_come_along_with_a_bulk_append_are_those_that_the_projector_writes()
    {
        await using var along = await TestLedger.CreateAsync();
        await using var later = await TestLedger.CreateAsync();
        await AppendAsync(along, Deals.New("first", Deals.Opened(1)));
        await AppendAsync(later, Deals.New("first", Deals.Opened(1)));
        await along.Projector.CatchUpAsync(TestLedger.Tenant, 1, TestLedger.Cancellation);
        var random = new Random(3);
        for (var batch = 0; batch < 4; batch++)
        {
            var deals = new List<StreamAppend>();
            foreach (var id in Enumerable.Range(0, 30).Where(_ => batch == 0 || random.Next(2) == 0))
            {
                var known = await StreamAsync(along, $"deal-{id}");
                var events = known.Count == 0 ? new List<IOpportunityEvent> { Deals.Opened(id) } : [];
                events.AddRange(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Deals.Amount(1, random.Next(1000), TestLedger.Noon.AddHours(random.Next(1, 100)))));
                deals.Add(Deals.More($"deal-{id}", known, [.. events]));
            }

            await BulkAsync(along, deals);
            (await along.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation))
                .ShouldBe(await along.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation));

            // An event that the projector has not seen leaves the rest to it.
            await BulkAsync(later, deals);
            (await later.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(0, $"batch {batch}");
        }

        (await along.VerifyAsync()).ShouldBeNull();
        (await later.VerifyAsync()).ShouldBeNull();
        (await RowsAsync(along)).ShouldBe(await RowsAsync(later));
    }

    private static Task<List<string>> RowsAsync(TestLedger ledger) =>
        ledger.Database.Owner.ListAsync<string>("SELECT to_jsonb(c)::text FROM dealledger.deal_change c ORDER BY deal_id, known_from, at, tie");

    private static Task<IReadOnlyList<long>> AppendAsync(TestLedger ledger, StreamAppend append) =>
        ledger.Store.AppendAsync(TestLedger.Tenant, append, TestLedger.Cancellation);

    private static Task<BulkResult> BulkAsync(TestLedger ledger, IReadOnlyList<StreamAppend> deals) =>
        ledger.Store.AppendBulkAsync(TestLedger.Tenant, deals, TestLedger.Cancellation);

    private static Task<IReadOnlyList<RecordedEvent>> StreamAsync(TestLedger ledger, string id) =>
        ledger.Store.ReadStreamAsync(TestLedger.Tenant, id, TestLedger.Cancellation);

    private static async Task<string?> TryAsync(TestLedger ledger, IOpportunityCommand command, long? expect)
    {
        try
        {
            await ledger.RecordAsync("deal-1", command, expect: expect);
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Refusal.Code;
        }
    }

    private static async Task StampsShouldRiseAsync(TestLedger ledger) =>
        (await ledger.Database.Owner.ScalarAsync<long>(
            """
            SELECT count(*) FROM (SELECT timestamp, lag(timestamp) OVER (ORDER BY seq_id) AS before FROM ledger.mt_events WHERE timestamp > '-infinity') s
            WHERE timestamp <= before
            """)).ShouldBe(0);
}
