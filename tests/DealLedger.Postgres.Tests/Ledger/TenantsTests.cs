using DealLedger.Core.Ledger;
using DealLedger.Core.Time;
using DealLedger.Postgres.Tests.Backups;

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

    [Fact]
    public async Task What_a_tenants_tables_are_stored_like_is_the_same_whether_they_were_made_rebuilt_or_restored()
    {
        string[] expected = ["deal_change_default: autovacuum_vacuum_scale_factor=0.05", "mt_streams_default: fillfactor=50"];
        using var folder = new BackupFolder();
        await using var ledger = await TestLedger.CreateAsync();
        (await StorageAsync(ledger.Database)).ShouldBe(expected);
        await ledger.RecordAsync("D-1", TestLedger.Open(100m, "2026-06-10"), TestLedger.Noon);
        await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, Cancellation);
        (await StorageAsync(ledger.Database)).ShouldBe(expected);
        await ledger.Database.BackUpAsync(folder.At("all"));
        await using var database = await Copies.NewDatabaseAsync();

        (await database.RestoreAsync(folder.At("all"))).Difference.ShouldBeNull();

        (await StorageAsync(database)).ShouldBe(expected);
    }

    private static Task<List<string>> StorageAsync(LedgerDatabase database) => database.Owner.ListAsync<string>(
        "SELECT relname || ': ' || array_to_string(reloptions, ', ') FROM pg_class WHERE relkind = 'r' AND reloptions IS NOT NULL AND relname LIKE '%_default' ORDER BY 1");
}
