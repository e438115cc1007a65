using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Tests.Ledger;

public sealed class BulkSequenceTests
{
    private const int Batches = 12;
    private const int DealsOfABatch = 40;

    [Fact]
    public async Task Batches_that_begin_and_grow_the_same_deals_go_in_one_after_the_other()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var slices = Slices().ToList();

        var result = await AppendAsync(ledger, slices);

        var expected = slices.SelectMany(slice => slice).SelectMany(deal => deal.Events).Select(e => e.Id).ToList();
        result.ShouldBe(new BulkResult(expected.Count, expected.Count));
        (await ledger.Database.Owner.ListAsync<Guid>("SELECT id FROM ledger.mt_events ORDER BY seq_id")).ShouldBe(expected, "numbers follow the order of batches");
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT sum(version)::bigint FROM ledger.mt_streams")).ShouldBe(expected.Count);
        await OrderShouldBeOneAsync(ledger);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Batches_of_whole_deals_keep_the_order_of_numbers_stamps_and_transactions()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("before", Deals.Opened(1)), TestLedger.Cancellation);

        (await AppendAsync(ledger, Enumerable.Range(0, Batches).Select(Whole))).ShouldBe(new BulkResult(Batches * DealsOfABatch * 2, 1 + (Batches * DealsOfABatch * 2)));

        await OrderShouldBeOneAsync(ledger);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_batch_with_a_deal_that_moved_leaves_no_gap_and_ends_the_sequence()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Store.AppendAsync(TestLedger.Tenant, Whole(2)[7], TestLedger.Cancellation);
        var taken = 0;

        var conflict = await Should.ThrowAsync<VersionConflictException>(() => AppendAsync(ledger, Enumerable.Range(0, Batches).Select(i =>
        {
            taken++;
            return Whole(i);
        })));

        conflict.Stream.ShouldBe(Whole(2)[7].Stream);
        taken.ShouldBeLessThan(Batches);
        (await CountAsync(ledger, "deal-0-%")).ShouldBe(DealsOfABatch * 2);
        (await CountAsync(ledger, "deal-1-%")).ShouldBe(DealsOfABatch * 2);
        (await CountAsync(ledger, "deal-2-%")).ShouldBe(2, "what was there before");
        (await ledger.Database.Owner.ScalarAsync<bool>("SELECT max(seq_id) = count(*) FROM ledger.mt_events")).ShouldBeTrue("no number was drawn in vain");
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Batches_that_cannot_be_told_to_the_end_leave_those_before_in()
    {
        await using var ledger = await TestLedger.CreateAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => AppendAsync(ledger, Enumerable.Range(0, Batches).Select(i => i < 5 ? Whole(i) : throw new InvalidOperationException())));

        (await CountAsync(ledger, "%")).ShouldBe(5 * DealsOfABatch * 2);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task No_batches_and_empty_ones_leave_no_trace()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("before", Deals.Opened(1)), TestLedger.Cancellation);

        (await AppendAsync(ledger, [])).ShouldBe(new BulkResult(0, 1));
        (await AppendAsync(ledger, [[], [Deals.New("none")], Whole(0), []])).ShouldBe(new BulkResult(DealsOfABatch * 2, 1 + (DealsOfABatch * 2)));
    }

    private static Task<BulkResult> AppendAsync(TestLedger ledger, IEnumerable<IReadOnlyList<StreamAppend>> batches) =>
        ledger.Store.AppendBulkAsync(TestLedger.Tenant, batches.ToAsyncEnumerable(), TestLedger.Cancellation);

    private static IReadOnlyList<StreamAppend> Whole(int batch) =>
        [.. Enumerable.Range(0, DealsOfABatch).Select(i => Deals.New($"deal-{batch}-{i:00}", Deals.Opened(i), Deals.Amount(i, batch)))];

    // Deals that begin in one batch go on in the next ones, and some of them in every other.
    private static IEnumerable<IReadOnlyList<StreamAppend>> Slices()
    {
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var batch = 0; batch < Batches; batch++)
        {
            var slice = new List<StreamAppend>();
            foreach (var i in Enumerable.Range(batch, DealsOfABatch).Where(i => (i + batch) % 3 != 0))
            {
                var (id, version) = ($"deal-{i:00}", versions.GetValueOrDefault($"deal-{i:00}"));
                slice.Add(new StreamAppend(id, version, [], [Deals.From($"{id}-{version}", version == 0 ? Deals.Opened(i) : Deals.Amount(version, version + 1))]));
                versions[id] = version + 1;
            }

            yield return slice;
        }
    }

    private static Task<long> CountAsync(TestLedger ledger, string deals) =>
        ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_events WHERE stream_id LIKE 'opportunity/' || $1", deals);

    private static async Task OrderShouldBeOneAsync(TestLedger ledger) => (await ledger.Database.Owner.ScalarAsync<bool>(
        """
        SELECT bool_and(s.timestamp > s.stamp_before AND s.transaction >= s.transaction_before AND s.seq_id = s.place)
        FROM (
            SELECT timestamp, lag(timestamp, 1, '-infinity') OVER log AS stamp_before, seq_id, row_number() OVER log AS place,
                   xmin::text::bigint AS transaction, lag(xmin::text::bigint, 1, 0) OVER log AS transaction_before
            FROM ledger.mt_events WINDOW log AS (ORDER BY seq_id)
        ) s
        """)).ShouldBeTrue();
}
