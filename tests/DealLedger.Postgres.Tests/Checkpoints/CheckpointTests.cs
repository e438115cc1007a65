using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;
using DealLedger.Postgres.Tests.Ledger;

namespace DealLedger.Postgres.Tests.Checkpoints;

public sealed class CheckpointTests
{
    private const string Rounds = "SELECT at FROM dealledger.checkpoint ORDER BY at";

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task A_round_comes_after_so_many_changes_and_leaves_the_newest_half_of_them_alone()
    {
        await using var ledger = await WithChangesAsync(count: 11);

        // Four a round: after the fourth and the eighth, three being left behind it.
        (await RoundsAsync(ledger)).ShouldBe([At(3), At(7)]);
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT unsummed FROM dealledger.projection")).ShouldBe(3);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Changes_of_one_instant_are_in_one_round_however_many_they_are()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Database.Owner.ExecuteAsync("UPDATE dealledger.projection SET changes_a_round = 2");
        for (var i = 0; i < 50; i++)
        {
            await ledger.RecordAsync($"deal-{i}", TestLedger.Open(1, "2026-06-15"), At(i < 45 ? 0 : 1));
        }

        await ledger.Projector.CatchUpAsync(TestLedger.Tenant, 50, Cancellation);
        await ledger.Projector.MakeCheckpointsAsync(TestLedger.Tenant, Cancellation);

        (await RoundsAsync(ledger)).ShouldBe([At(0), At(1)]);
        (await OpenAsync(ledger, At(0))).ShouldBe(45);
        (await OpenAsync(ledger, At(1))).ShouldBe(50);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_change_that_is_told_late_takes_the_rounds_behind_it_away_until_they_are_made_anew()
    {
        await using var ledger = await WithChangesAsync(count: 11);

        await ledger.RecordAsync("deal-0", new ChangeAmount(1_000), At(5));
        await ledger.Projector.CatchUpAsync(TestLedger.Tenant, 12, Cancellation);
        (await RoundsAsync(ledger)).ShouldBe([At(3)]);
        (await OpenAsync(ledger, At(6))).ShouldBe(1_000 + 6);

        await ledger.Projector.MakeCheckpointsAsync(TestLedger.Tenant, Cancellation);
        (await RoundsAsync(ledger)).ShouldBe([At(3), At(6)]);
        (await OpenAsync(ledger, At(6))).ShouldBe(1_000 + 6);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_answer_from_a_round_on_is_that_of_the_rows_at_every_instant()
    {
        await using var ledger = await WithChangesAsync(count: 40);
        (await RoundsAsync(ledger)).Count.ShouldBe(9);

        for (var i = -1; i < 42; i++)
        {
            (await OpenAsync(ledger, At(i))).ShouldBe(Math.Clamp(i + 1, 0, 40), $"after change {i}");
        }
    }

    [Fact]
    public async Task A_quarter_that_does_not_follow_the_months_is_summed_from_its_months_and_its_edges()
    {
        await using var ledger = await WithChangesAsync(count: 40);
        var period = new Period("2026-Q2", new DateOnly(2026, 5, 3), new DateOnly(2026, 7, 4));
        foreach (var (day, isIn) in new[] { ("2026-05-02", false), ("2026-05-03", true), ("2026-06-30", true), ("2026-07-04", true), ("2026-07-05", false) })
        {
            await ledger.RecordAsync("deal-0", new MoveCloseDate(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)), At(45));
            await ledger.RecordAsync("deal-0", new ChangeAmount(isIn ? 2_000 : 3_000), At(45));

            var answer = await ledger.Answers.ForecastAsync(
                TestLedger.Tenant, new ForecastQuestion(period, At(46), new KnownAt.Now()), Consistency.Strong, Cancellation);

            answer.Total.OpenPipeline.Amount.ShouldBe(39 + (isIn ? 2_000 : 0), day);
        }
    }

    [Fact]
    public async Task Sums_in_a_currency_that_is_no_longer_reported_in_are_made_anew()
    {
        await using var ledger = await WithChangesAsync(count: 11);
        await ledger.Database.Owner.ExecuteAsync("UPDATE dealledger.checkpoint SET currency = 'EUR'; UPDATE dealledger.projection SET unsummed = 99");

        await ledger.Projector.MakeCheckpointsAsync(TestLedger.Tenant, Cancellation);

        (await ledger.Database.Owner.ListAsync<string>("SELECT currency FROM dealledger.checkpoint")).ShouldBe(["USD", "USD"]);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_rebuild_makes_the_same_rounds_and_leaves_no_others()
    {
        await using var ledger = await WithChangesAsync(count: 40);
        var rounds = await RoundsAsync(ledger);
        await ledger.Database.Owner.ExecuteAsync("UPDATE dealledger.checkpoint SET at = at + interval '1 second'");

        await ledger.Rebuild.RunAsync(TestLedger.Tenant, progress: null, Cancellation);

        (await RoundsAsync(ledger)).ShouldBe(rounds);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("UPDATE dealledger.checkpoint_sums SET by_owner = by_kind WHERE at = (SELECT max(at) FROM dealledger.checkpoint)", 7)]
    [InlineData("DELETE FROM dealledger.checkpoint_sums WHERE at = (SELECT max(at) FROM dealledger.checkpoint)", 7)]
    [InlineData("UPDATE dealledger.checkpoint_group SET owner = 'someone else' WHERE owner IS NOT NULL", 3)]
    [InlineData("UPDATE dealledger.checkpoint_sums SET month = '2030-01-01' WHERE at = (SELECT max(at) FROM dealledger.checkpoint)", 7)]
    public async Task Verify_finds_the_first_checkpoint_that_is_not_what_the_changes_give(string damage, int round)
    {
        await using var ledger = await WithChangesAsync(count: 11);
        await ledger.Database.Owner.ExecuteAsync(damage);

        (await ledger.VerifyAsync()).ShouldBe($"The checkpoint of {DealLedger.Core.Instants.ToIso(At(round))} differs from the changes up to it.");
    }

    // Deals of amount 1, opened one an hour.
    private static async Task<TestLedger> WithChangesAsync(int count)
    {
        var ledger = await TestLedger.CreateAsync();
        await ledger.Database.Owner.ExecuteAsync("UPDATE dealledger.projection SET changes_a_round = 4");
        for (var i = 0; i < count; i++)
        {
            await ledger.RecordAsync($"deal-{i}", TestLedger.Open(1, "2026-06-15"), At(i));
        }

        await ledger.Projector.CatchUpAsync(TestLedger.Tenant, count, Cancellation);
        await ledger.Projector.MakeCheckpointsAsync(TestLedger.Tenant, Cancellation);
        return ledger;
    }

    private static DateTimeOffset At(int change) => TestLedger.Noon.AddDays(-9).AddHours(change);

    private static async Task<List<DateTimeOffset>> RoundsAsync(TestLedger ledger) => await ledger.Database.Owner.ListAsync<DateTimeOffset>(Rounds);

    private static async Task<decimal> OpenAsync(TestLedger ledger, DateTimeOffset asOf)
    {
        new FiscalCalendar().TryParse("2026-Q2", out var quarter).ShouldBeTrue();
        var answer = await ledger.Answers.ForecastAsync(
            TestLedger.Tenant, new ForecastQuestion(quarter, asOf, new KnownAt.Now(), GroupBy.Owner), Consistency.Strong, Cancellation);
        answer.Rows!.Sum(r => r.OpenPipeline.Amount).ShouldBe(answer.Total.OpenPipeline.Amount);
        return answer.Total.OpenPipeline.Amount;
    }
}
