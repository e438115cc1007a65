using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;

namespace DealLedger.Postgres.Tests.Commands;

public sealed class RecordTests
{
    [Fact]
    public async Task A_deal_that_is_opened_moved_and_won_can_be_seen_at_every_instant()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var noon = TestLedger.Noon;
        await ledger.RecordAsync("deal-1", TestLedger.Open(100, "2026-05-20", category: ForecastCategory.Commit), noon);
        await ledger.RecordAsync("deal-1", new ChangeAmount(150), noon.AddDays(1));
        await ledger.RecordAsync("deal-1", new MoveCloseDate(new DateOnly(2026, 7, 2)), noon.AddDays(2));
        var won = await ledger.RecordAsync("deal-1", new MoveStage("Closed Won"), noon.AddDays(3));

        won.Version.ShouldBe(6);
        (await ledger.DealAsync("deal-1", noon)).State.Amount.ShouldBe(100);
        (await ledger.DealAsync("deal-1", noon.AddDays(1))).State.Amount.ShouldBe(150);
        (await ledger.DealAsync("deal-1", noon.AddDays(2))).State.TimesPushed.ShouldBe(1);
        var now = await ledger.DealAsync("deal-1");
        now.State.Outcome.ShouldBe("won");
        now.State.Category.ShouldBe("Closed");
        now.History.Select(h => h.Kind).ShouldBe(["opportunity-opened", "amount-changed", "close-date-moved", "stage-moved", "category-changed", "opportunity-won"]);

        var q2 = await ledger.Answers.ForecastAsync(
            TestLedger.Tenant, new ForecastQuestion(TestLedger.Quarter("2026-Q2"), noon.AddDays(1), new KnownAt.Now()), Consistency.Strong, TestLedger.Cancellation);
        q2.Total.Commit.ShouldBe(new Cell(150, 1, 0));
        var q3 = await ledger.Answers.ForecastAsync(
            TestLedger.Tenant, new ForecastQuestion(TestLedger.Quarter("2026-Q3"), noon.AddDays(4), new KnownAt.Now(), GroupBy.Owner), Consistency.Strong, TestLedger.Cancellation);
        q3.Total.Closed.ShouldBe(new Cell(150, 1, 0));
        q3.Rows!.Single().Key.ShouldBe("ann");

        (await ledger.Verifier.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation)).ShouldBeNull();
        await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation);
        (await ledger.Verifier.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_known_then_leaves_out_what_was_recorded_later_even_in_the_middle_of_a_change()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var noon = TestLedger.Noon;
        await ledger.RecordAsync("deal-1", TestLedger.Open(100, "2026-05-20"), noon);
        await ledger.RecordAsync("deal-1", new MoveStage("Closed Won"), noon.AddDays(3));
        await ledger.RecordAsync("deal-1", new ChangeAmount(70), noon.AddDays(1));

        async Task<Seen> At(long position)
        {
            var answer = await ledger.Answers.ForecastAsync(
                TestLedger.Tenant, new ForecastQuestion(TestLedger.Quarter("2026-Q2"), noon.AddDays(4), new KnownAt.Position(position)), Consistency.Strong, TestLedger.Cancellation);
            return new Seen(answer.Total.Pipeline.Amount, answer.Total.Closed.Amount, [.. answer.Notes]);
        }

        // 1 opened; 2 stage moved, 3 category changed, 4 won; 5 amount changed.
        (await At(0)).Notes.ShouldBe(["nothing-recorded-before"]);
        (await At(1)).ShouldBeEquivalentTo(new Seen(100, 0, []));
        (await At(2)).ShouldBeEquivalentTo(new Seen(100, 0, []));
        (await At(4)).ShouldBeEquivalentTo(new Seen(0, 100, []));
        (await At(5)).ShouldBeEquivalentTo(new Seen(0, 70, []));
    }

    [Fact]
    public async Task A_version_that_moved_on_is_refused_with_the_version_found()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal-1", TestLedger.Open(100, "2026-05-20"), TestLedger.Noon);
        await ledger.RecordAsync("deal-1", new ChangeAmount(5), TestLedger.Noon.AddDays(1));

        var refused = await Should.ThrowAsync<RefusedException>(() => ledger.RecordAsync("deal-1", new ChangeAmount(6), expect: 1));

        refused.Refusal.Code.ShouldBe("version-conflict");
        refused.Message.ShouldContain("version 2");
    }

    [Fact]
    public async Task A_repeated_key_records_once()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal-1", TestLedger.Open(100, "2026-05-20"), TestLedger.Noon);
        await ledger.RecordAsync("deal-1", new ChangeAmount(5), key: "k1");
        await ledger.RecordAsync("deal-1", new ChangeAmount(6));

        (await ledger.RecordAsync("deal-1", new ChangeAmount(5), key: "k1")).Changed.ShouldBeFalse();

        (await ledger.DealAsync("deal-1")).State.Amount.ShouldBe(6);
    }

    [Fact]
    public async Task A_reason_is_a_text_beside_the_log_and_a_reference_in_it()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal-1", TestLedger.Open(100, "2026-05-20"), TestLedger.Noon);
        await ledger.RecordAsync("deal-1", new OverrideCategory(ForecastCategory.Commit), reason: "They told me so");

        var events = await ledger.Store.ReadStreamAsync(TestLedger.Tenant, "deal-1", TestLedger.Cancellation);
        events[^1].Data.ShouldBeOfType<CategoryOverridden>().Reason!.ShouldStartWith("text:");
        (await ledger.DealAsync("deal-1")).History[^1].Reason.ShouldBe("They told me so");

        await ledger.RecordAsync("deal-1", new ChangeAmount(90), reason: "Discount for signing early");
        (await ledger.DealAsync("deal-1")).History[^1].Reason.ShouldBe("Discount for signing early");
    }

    private sealed record Seen(decimal Pipeline, decimal Closed, string[] Notes);
}
