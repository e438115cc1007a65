using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;

namespace DealLedger.Postgres.Tests.Ledger;

public sealed class KnownAtTests
{
    private static readonly DateTimeOffset First = new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_instant_knows_what_was_recorded_up_to_it_and_not_a_microsecond_more()
    {
        await using var ledger = await WithThreeRecordingsAsync();

        (await TotalAsync(ledger, new KnownAt.Instant(First - Instants.Microsecond))).ShouldBe(0);
        (await TotalAsync(ledger, new KnownAt.Instant(First))).ShouldBe(100);
        (await TotalAsync(ledger, new KnownAt.Instant(First.AddDays(1) - Instants.Microsecond))).ShouldBe(100);
        (await TotalAsync(ledger, new KnownAt.Instant(First.AddDays(1)))).ShouldBe(200);
        (await TotalAsync(ledger, new KnownAt.Instant(First.AddDays(1) + Instants.Microsecond))).ShouldBe(200);
        (await TotalAsync(ledger, new KnownAt.Instant(First.AddDays(2)))).ShouldBe(300);
        (await TotalAsync(ledger, new KnownAt.Instant(DateTimeOffset.MaxValue.ToMicroseconds()))).ShouldBe(300);
        (await TotalAsync(ledger, new KnownAt.Now())).ShouldBe(300);
    }

    [Fact]
    public async Task Tombstones_have_no_instant_and_change_nothing_that_was_known()
    {
        await using var ledger = await WithThreeRecordingsAsync(deadNumbersBefore: true);

        (await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(9);
        (await TotalAsync(ledger, new KnownAt.Instant(First - Instants.Microsecond))).ShouldBe(0);
        (await TotalAsync(ledger, new KnownAt.Instant(First))).ShouldBe(100);
        (await TotalAsync(ledger, new KnownAt.Instant(First.AddDays(1) - Instants.Microsecond))).ShouldBe(100);
        (await TotalAsync(ledger, new KnownAt.Instant(First.AddDays(1)))).ShouldBe(200);
        (await TotalAsync(ledger, new KnownAt.Instant(First.AddDays(2)))).ShouldBe(300);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Before_the_first_recording_the_answer_says_that_nothing_was_recorded(bool deadNumbersBefore)
    {
        await using var ledger = await WithThreeRecordingsAsync(deadNumbersBefore);

        (await ForecastAsync(ledger, new KnownAt.Instant(First - Instants.Microsecond))).Notes.ShouldBe(["nothing-recorded-before"]);
        (await ForecastAsync(ledger, new KnownAt.Position(0))).Notes.ShouldBe(["nothing-recorded-before"]);
        (await ForecastAsync(ledger, new KnownAt.Instant(First))).Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_position_knows_what_stands_up_to_it_and_one_beyond_the_log_is_refused()
    {
        await using var ledger = await WithThreeRecordingsAsync();

        (await TotalAsync(ledger, new KnownAt.Position(0))).ShouldBe(0);
        (await TotalAsync(ledger, new KnownAt.Position(1))).ShouldBe(100);
        (await TotalAsync(ledger, new KnownAt.Position(3))).ShouldBe(300);
        var refused = await Should.ThrowAsync<RefusedException>(() => TotalAsync(ledger, new KnownAt.Position(4)));
        refused.Refusal.Code.ShouldBe("position-unknown");
        refused.Refusal.Field.ShouldBe("knownAt");
        refused.Message.ShouldContain("@4");
    }

    [Fact]
    public async Task An_instant_and_the_position_that_stood_then_give_the_same_at_every_recording()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var stamp = First;
        var store = new LedgerStore(ledger.Database, () => stamp);
        var random = new Random(7);
        var stamps = new List<DateTimeOffset>();
        for (var i = 0; i < 40; i++)
        {
            stamp = stamp.AddTicks(TimeSpan.TicksPerMicrosecond * random.Next(1, 3));
            await store.AppendAsync(TestLedger.Tenant, Deals.New($"deal-{i}", Deals.Opened(1)), TestLedger.Cancellation);
            stamps.Add(stamp);
        }

        for (var i = 0; i < stamps.Count; i++)
        {
            (await TotalAsync(ledger, new KnownAt.Instant(stamps[i]))).ShouldBe(i + 1);
            (await TotalAsync(ledger, new KnownAt.Position(i + 1))).ShouldBe(i + 1);
        }
    }

    private static async Task<TestLedger> WithThreeRecordingsAsync(bool deadNumbersBefore = false)
    {
        var ledger = await TestLedger.CreateAsync();
        var stamp = First;
        var store = new LedgerStore(ledger.Database, () => stamp);
        for (var day = 0; day < 3; day++)
        {
            if (deadNumbersBefore)
            {
                await ledger.Database.Owner.ExecuteAsync("SELECT nextval('ledger.mt_events_sequence_default') FROM generate_series(1, 2)");
            }

            stamp = First.AddDays(day);
            await store.AppendAsync(TestLedger.Tenant, Deals.New($"deal-{day}", Deals.Opened(100)), TestLedger.Cancellation);
        }

        return ledger;
    }

    private static async Task<decimal> TotalAsync(TestLedger ledger, KnownAt knownAt) => (await ForecastAsync(ledger, knownAt)).Total.Pipeline.Amount;

    private static Task<ForecastAnswer> ForecastAsync(TestLedger ledger, KnownAt knownAt) => ledger.Answers.ForecastAsync(
        TestLedger.Tenant, new ForecastQuestion(TestLedger.Quarter("2026-Q2"), TestLedger.Noon, knownAt), Consistency.Strong, TestLedger.Cancellation);
}
