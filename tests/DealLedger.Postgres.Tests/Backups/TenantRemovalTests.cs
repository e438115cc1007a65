using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Sealing;
using DealLedger.Postgres.Backups;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Postgres.Tests.Sealing;

namespace DealLedger.Postgres.Tests.Backups;

/// <summary>A tenant goes with all that it has, once a file holds all of it, and comes back from that file.</summary>
public sealed class TenantRemovalTests : IDisposable
{
    private static readonly TenantId Acme = Copies.Tenant("acme");

    private readonly BackupFolder _folder = new();

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_removed_tenant_leaves_nothing_and_takes_nothing_of_others()
    {
        await using var ledger = await WithAcmeAsync();
        await ledger.Database.ExportAsync(Acme, _folder.At("acme"));
        var others = await RowsAsync(ledger, "<>");
        (await RowsAsync(ledger, "=")).ShouldNotBeEmpty();

        var removed = await RemoveAsync(ledger, Acme, "acme");

        (removed.Events, await RowsAsync(ledger, "=")).ShouldBe((4, ""));
        (await ledger.Database.Owner.ListAsync<string>("SELECT relname::text FROM pg_class WHERE relname LIKE '%acme%'")).ShouldBeEmpty();
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_tenant_partitions WHERE partition_value = 'acme'")).ShouldBe(0);
        (await RowsAsync(ledger, "<>")).ShouldBe(others);
        (await ledger.VerifyAsync()).ShouldBeNull();
        await Should.ThrowAsync<RefusedException>(ledger.Projector.PositionAsync(Acme, Cancellation));
    }

    [Fact]
    public async Task A_removed_tenant_comes_back_beside_others_who_went_on()
    {
        await using var ledger = await WithAcmeAsync();
        var seal = (await ledger.Seals.ListAsync(Acme, 0, 10, Cancellation)).ShouldHaveSingleItem();
        await ledger.Database.ExportAsync(Acme, _folder.At("acme"));
        await ledger.Database.RestoreAsync(_folder.At("acme")).ShouldRefuseAsync("tenant-exists", "Tenant 'acme' is there");
        await RemoveAsync(ledger, Acme, "acme");
        await ledger.FillAsync(SealedLedger.Deals, 1);

        (await ledger.Database.RestoreAsync(_folder.At("acme"))).Difference.ShouldBeNull();

        (await ledger.Verifier.RunAsync(Acme, seal, null, Cancellation)).ShouldBeNull();
        (await ledger.VerifyAsync()).ShouldBeNull();
        await ledger.Commands.RecordAsync(Acme, "deal-1", new ChangeAmount(9), new CommandOrigin("ann", null, null, null, null), Cancellation);
        (await ledger.Store.HeadAsync(Acme, Cancellation)).ShouldBe(5);
    }

    [Fact]
    public async Task The_default_tenant_is_removed_like_any_other_and_may_have_been_made_again_empty()
    {
        await using var ledger = await WithAcmeAsync();
        await ledger.Database.ExportAsync(TestLedger.Tenant, _folder.At("default"));
        await RemoveAsync(ledger, TestLedger.Tenant, "default");
        await ledger.Directory.EnsureAsync(TestLedger.Tenant, Cancellation);

        (await ledger.Database.RestoreAsync(_folder.At("default"))).Difference.ShouldBeNull();

        (await ledger.Store.HeadAsync(TestLedger.Tenant, Cancellation)).ShouldBe(SealedLedger.Deals);
        (await ledger.Verifier.RunAsync(Acme, null, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task An_export_of_one_tenant_is_restored_into_an_empty_database_too()
    {
        await using var ledger = await WithAcmeAsync();
        await ledger.Database.ExportAsync(Acme, _folder.At("acme"));
        await using var database = await Copies.NewDatabaseAsync();

        (await database.RestoreAsync(_folder.At("acme"))).Difference.ShouldBeNull();

        (await new TenantDirectory(database).ListAsync(Cancellation)).ShouldBe([Acme]);
        (await database.Owner.ScalarAsync<long>("SELECT count(*) FROM dealledger.seal_key")).ShouldBe(1);
    }

    [Theory]
    [InlineData("INSERT INTO dealledger.account (tenant_id, account_id, name) VALUES ('acme', 'A2', 'New')", "dealledger.account")]
    [InlineData("UPDATE dealledger.text SET content = 'another' WHERE tenant_id = 'acme'", "dealledger.text")]
    [InlineData("UPDATE ledger.mt_events SET data = data || '{\"By\": \"bob\"}' WHERE tenant_id = 'acme' AND seq_id = 2", "ledger.mt_events")]
    [InlineData("DELETE FROM dealledger.seal WHERE tenant_id = 'acme'", "dealledger.seal")]
    public async Task Nothing_goes_that_the_file_does_not_hold(string change, string table)
    {
        await using var ledger = await WithAcmeAsync();
        await ledger.Database.ExportAsync(Acme, _folder.At("acme"));
        (await ledger.Database.Owner.ExecuteAsync(change)).ShouldBeGreaterThan(0);

        await RemoveAsync(ledger, Acme, "acme").ShouldRefuseAsync("export-stale", table);

        (await ledger.Store.HeadAsync(Acme, Cancellation)).ShouldBe(4);
    }

    [Fact]
    public async Task A_file_that_is_not_a_whole_export_of_the_tenant_as_it_is_now_removes_nothing()
    {
        await using var ledger = await WithAcmeAsync();
        await ledger.Database.BackUpAsync(_folder.At("all"));
        await ledger.Database.ExportAsync(TestLedger.Tenant, _folder.At("other"));
        await ledger.Database.ExportAsync(Acme, _folder.At("acme"));
        var damaged = _folder.Altered("acme", "ledger.mt_events/acme.copy", content => [.. content, 1]);
        await ledger.Store.AppendAsync(Acme, Deals.New("later", Deals.Opened(1)), Cancellation);

        await RemoveAsync(ledger, Acme, "all").ShouldRefuseAsync("export-foreign", "a backup of a whole database");
        await RemoveAsync(ledger, Acme, "other").ShouldRefuseAsync("export-foreign", "an export of tenant 'default'");
        await RemoveAsync(ledger, Acme, damaged).ShouldRefuseAsync("backup-damaged", "mt_events");
        await RemoveAsync(ledger, Acme, "acme").ShouldRefuseAsync("export-stale", "ends at position 4, the log at 5");

        (await ledger.Verifier.RunAsync(Acme, null, Cancellation)).ShouldBeNull();
    }

    // Twenty deals of the default tenant, and of acme two with a text, an account and a seal.
    private static async Task<TestLedger> WithAcmeAsync()
    {
        var ledger = await SealedLedger.CreateAsync();
        await ledger.Directory.EnsureAsync(Acme, Cancellation);
        await ledger.Store.AppendAsync(Acme, Deals.New("deal-1", Deals.Opened(70), Deals.Amount(70, 80)), Cancellation);
        await ledger.Store.AppendAsync(Acme, Deals.New("deal-2", Deals.Opened(7), Deals.Amount(7, 8)), Cancellation);
        await ledger.Database.Owner.ExecuteAsync("INSERT INTO dealledger.account (tenant_id, account_id, name) VALUES ('acme', 'A1', 'Acme'), ('default', 'A1', 'Other')");
        await ledger.Database.Owner.ExecuteAsync(
            "INSERT INTO dealledger.text (tenant_id, text_id, salt, content) SELECT t, gen_random_uuid(), '', 'text' FROM unnest(ARRAY['acme', 'default']) t");
        await ledger.Seals.SealAsync(Acme, SealOccasion.Demand, null, Cancellation);
        await ledger.Projector.CatchUpAsync(TestLedger.Tenant, SealedLedger.Deals, Cancellation);
        return ledger;
    }

    private Task<RemovedTenant> RemoveAsync(TestLedger ledger, TenantId tenant, string file) =>
        new TenantRemoval(ledger.Database).RunAsync(tenant, _folder.At(file), progress: null, Cancellation);

    // How many rows with acme, or with another tenant, each table has.
    private static async Task<string> RowsAsync(TestLedger ledger, string comparison)
    {
        var tables = await ledger.Database.Owner.ListAsync<string>(
            """
            SELECT c.oid::regclass::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            WHERE c.relnamespace IN ('ledger'::regnamespace, 'dealledger'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
            """);
        var rows = new List<string>();
        foreach (var table in tables)
        {
            var count = await ledger.Database.Owner.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE tenant_id {comparison} 'acme'");
            if (count > 0)
            {
                rows.Add($"{table}: {count}");
            }
        }

        return string.Join(", ", rows);
    }
}
