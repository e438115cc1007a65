using DealLedger.Core.Ledger;
using DealLedger.Core.Time;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>A tenant comes while others are at work.</summary>
public sealed class TenantsTests
{
    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task A_tenant_is_made_while_questions_of_others_are_under_way_and_wait_for_nothing()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("D-1", TestLedger.Open(100m, "2026-06-10"), TestLedger.Noon);
        await using var before = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);
        TenantId.TryParse("acme", out var acme).ShouldBeTrue();

        await ledger.Directory.EnsureAsync(acme, Cancellation);
        await ledger.RecordAsync("D-2", TestLedger.Open(50m, "2026-06-10"), TestLedger.Noon);

        (await ledger.Directory.ListAsync(Cancellation)).ShouldBe([acme, TestLedger.Tenant]);
        (await before.DealAsync("D-1", TestLedger.Noon, Cancellation)).Position.ShouldBe(before.Position);
        (await ledger.DealAsync("D-2", TestLedger.Noon)).Position.ShouldBe(before.Position + 1);
    }
}
