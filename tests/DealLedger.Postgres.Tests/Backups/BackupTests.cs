using System.Text.Json;
using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;
using DealLedger.Postgres.Backups;
using DealLedger.Postgres.Schema;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Postgres.Tests.Sealing;
using DealLedger.Testing;

namespace DealLedger.Postgres.Tests.Backups;

/// <summary>A database is backed up while it is used, and comes back as it was.</summary>
public sealed class BackupTests : IDisposable
{
    private const int Writers = 4;

    private readonly BackupFolder _folder = new();

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_while_deals_are_appended_comes_back_as_the_ledger_was_at_its_position()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal", TestLedger.Open(1m, "2026-06-15"), TestLedger.Noon);
        using var stop = new CancellationTokenSource();
        var first = new TaskCompletionSource();
        var writers = Enumerable.Range(0, Writers).Select(async w =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await ledger.RecordAsync($"deal-{w}-{i}", TestLedger.Open(i, "2026-06-15"), TestLedger.Noon, reason: $"the {i}th");
                await ledger.RecordAsync($"deal-{w}-{i}", new ChangeAmount(i + 1), TestLedger.Noon.AddHours(1));
                first.TrySetResult();
            }
        }).ToList();
        await first.Task;

        var written = await ledger.Database.BackUpAsync(_folder.At("busy"));
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        await using var database = await Copies.NewDatabaseAsync();
        (await database.RestoreAsync(_folder.At("busy"))).Difference.ShouldBeNull();
        await using var restored = await TestLedger.OpenAsync(database.OwnerConnectionString);
        var position = written.Manifest.Tenants.ShouldHaveSingleItem().Position;
        position.ShouldBeInRange(2, await ledger.Store.HeadAsync(TestLedger.Tenant, Cancellation));
        (await restored.Store.HeadAsync(TestLedger.Tenant, Cancellation)).ShouldBe(position);
        var deals = await restored.Database.Owner.ListAsync<string>("SELECT DISTINCT deal_id FROM dealledger.deal_change ORDER BY 1");
        deals.Count.ShouldBeGreaterThan(1);
        foreach (var deal in deals.Take(100))
        {
            (await ToldAsync(restored, deal, position)).ShouldBe(await ToldAsync(ledger, deal, position), deal);
        }
    }

    [Fact]
    public async Task A_restored_ledger_has_every_row_and_goes_on_where_it_stood()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.SealAsync();
        await ledger.RecordAsync("deal-0", new OverrideCategory(ForecastCategory.Commit), TestLedger.Noon.AddHours(1), reason: "they said so");
        await ledger.Database.Owner.ExecuteAsync("INSERT INTO dealledger.account (tenant_id, account_id, name) VALUES ('default', 'A1', 'Acme')");
        await ledger.Directory.EnsureAsync(Copies.Tenant("acme"), Cancellation);
        var written = await ledger.Database.BackUpAsync(_folder.At("all"));

        await using var database = await Copies.NewDatabaseAsync();
        var restored = await database.RestoreAsync(_folder.At("all"));
        (restored.Difference, restored.Sha256).ShouldBe((null, written.Sha256));
        await database.BackUpAsync(_folder.At("again"));

        var again = await database.ExportAsync(TestLedger.Tenant, _folder.At("export"));
        Rows(again.Manifest, "ledger.mt_events").ShouldBe([SealedLedger.Deals + 1L]);

        // The second backup stands in the access log too.
        foreach (var entry in written.Manifest.Entries.Where(e => e.Table is not ("dealledger.tenant" or "dealledger.access_entry")))
        {
            (await HashAsync(_folder.At("again"), entry.Name)).ShouldBe(entry.Sha256, entry.Name);
        }

        await using var ledger2 = await TestLedger.OpenAsync(database.OwnerConnectionString);
        (await ledger2.Directory.ListAsync(Cancellation)).Select(t => t.Value).ShouldBe(["acme", "default"]);
        await ledger2.RecordAsync("deal-0", new ChangeAmount(11), TestLedger.Noon.AddHours(2));
        (await ledger2.Store.HeadAsync(TestLedger.Tenant, Cancellation)).ShouldBe(SealedLedger.Deals + 2);
        (await ledger2.SealAsync()).Id.ShouldBe(2);
        (await ledger2.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Who_takes_all_away_stands_in_the_access_log_of_every_tenant_whose_it_is_and_in_the_file()
    {
        const string Entries = "SELECT tenant_id || ': ' || action || ' by ' || caller FROM dealledger.access_entry WHERE kind = 'export' ORDER BY tenant_id, number";
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Directory.EnsureAsync(Copies.Tenant("acme"), Cancellation);
        await ledger.Directory.EnsureAsync(Copies.Tenant("beta"), Cancellation);
        await ledger.Database.ExportAsync(Copies.Tenant("acme"), _folder.At("export"));
        (await ledger.Database.BackUpAsync(_folder.At("all"))).WhyNotNoted.ShouldBeNull();

        string[] all = ["acme: tenant export by local", "acme: backup by local", "beta: backup by local", "default: backup by local"];
        (await ledger.Database.Owner.ListAsync<string>(Entries)).ShouldBe(all);
        await using var database = await Copies.NewDatabaseAsync();
        (await database.RestoreAsync(_folder.At("all"))).Difference.ShouldBeNull();
        (await database.Owner.ListAsync<string>(Entries)).ShouldBe(all);
    }

    [Fact]
    public async Task A_database_that_takes_no_entry_is_backed_up_and_says_so()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.Database.Owner.ExecuteAsync(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
        await using var readOnly = new LedgerDatabase(ledger.ConnectionString + ";Application Name=read-only");

        (await readOnly.BackUpAsync(_folder.At("read-only"))).WhyNotNoted.ShouldNotBeNull().ShouldContain("read-only transaction");

        await using var database = await Copies.NewDatabaseAsync();
        (await database.RestoreAsync(_folder.At("read-only"))).Difference.ShouldBeNull();
    }

    [Fact]
    public async Task A_number_that_a_foreign_writer_had_drawn_is_claimed_for_it_never_comes()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal-1", TestLedger.Open(1m, "2026-06-15"), TestLedger.Noon);
        await ledger.Projector.CatchUpAsync(TestLedger.Tenant, 1, Cancellation);
        await ledger.Database.Owner.ScalarAsync<long>("SELECT nextval('ledger.mt_events_sequence_default')");
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-2", Deals.Opened(5)), Cancellation);
        await ledger.Database.BackUpAsync(_folder.At("gap"));

        await using var database = await Copies.NewDatabaseAsync();
        (await database.RestoreAsync(_folder.At("gap"))).Difference.ShouldBeNull();

        (await database.Owner.ListAsync<string>("SELECT type FROM ledger.mt_events ORDER BY seq_id")).ShouldBe(["opportunity_opened", "tombstone", "opportunity_opened"]);
    }

    [Fact]
    public async Task A_backup_of_an_earlier_schema_is_taken_as_it_is_and_migrated_when_it_comes_back()
    {
        var connectionString = await TestDatabase.CreateDatabaseAsync(Cancellation);
        await using var before = new LedgerDatabase(connectionString, connectionString);
        await using (var connection = await before.Owner.OpenConnectionAsync(Cancellation))
        {
            await SchemaScripts.ApplyAsync(connection, 0, SchemaScripts.Newest - 1, Cancellation);
        }

        await new TenantDirectory(before).EnsureAsync(TestLedger.Tenant, Cancellation);
        await new LedgerStore(before).AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(70)), Cancellation);
        var old = await before.BackUpAsync(_folder.At("old"));
        old.Manifest.SchemaVersion.ShouldBe(SchemaScripts.Newest - 1);
        old.WhyNotNoted.ShouldNotBeNull().ShouldContain("older schema");

        await using var database = await Copies.NewDatabaseAsync();
        (await database.RestoreAsync(_folder.At("old"))).Difference.ShouldBeNull();

        (await database.Owner.ScalarAsync<int>("SELECT max(version) FROM dealledger.schema_version")).ShouldBe(SchemaScripts.Newest);
        await using var ledger = await TestLedger.OpenAsync(database.OwnerConnectionString);
        (await ledger.DealAsync("deal-1")).State!.Amount.ShouldBe(70);
    }

    [Fact]
    public async Task A_restore_that_is_cut_off_leaves_the_database_empty()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.Database.BackUpAsync(_folder.At("cut"));
        await using var database = await Copies.NewDatabaseAsync();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        await Should.ThrowAsync<OperationCanceledException>(
            database.RestoreUntilAsync(_folder.At("cut"), new Told(p => p.What == "rows restored", cut.Cancel), cut.Token));

        (await database.Owner.ScalarAsync<bool>("SELECT to_regnamespace('ledger') IS NULL AND to_regnamespace('dealledger') IS NULL")).ShouldBeTrue();
        (await database.RestoreAsync(_folder.At("cut"))).Difference.ShouldBeNull();
    }

    [Fact]
    public async Task A_database_that_holds_something_is_left_alone()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.Database.BackUpAsync(_folder.At("whole"));
        await using var used = await TestLedger.CreateAsync();
        await used.RecordAsync("deal-1", TestLedger.Open(1m, "2026-06-15"), TestLedger.Noon);
        await using var opened = await TestLedger.CreateAsync();

        await used.Database.RestoreAsync(_folder.At("whole")).ShouldRefuseAsync("database-not-empty", "ledger.mt_events has rows");
        (await opened.Database.RestoreAsync(_folder.At("whole"))).Difference.ShouldBeNull();

        (await used.Store.HeadAsync(TestLedger.Tenant, Cancellation)).ShouldBe(1);
        (await opened.Store.HeadAsync(TestLedger.Tenant, Cancellation)).ShouldBe(SealedLedger.Deals);
    }

    [Fact]
    public async Task A_file_gets_its_name_when_it_is_whole_and_another_one_is_not_overwritten()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await File.WriteAllTextAsync(_folder.At("kept"), "kept", Cancellation);
        await ledger.Database.BackUpAsync(_folder.At("kept")).ShouldRefuseAsync("file-exists", "--force");
        (await File.ReadAllTextAsync(_folder.At("kept"), Cancellation)).ShouldBe("kept");

        await ledger.Database.ExportAsync(Copies.Tenant("nobody"), _folder.At("none")).ShouldRefuseAsync("tenant-unknown", "nobody");
        File.Exists(_folder.At("none.part")).ShouldBeFalse();
        await using var empty = await Copies.NewDatabaseAsync();
        await empty.BackUpAsync(_folder.At("none")).ShouldRefuseAsync("database-empty", "no ledger");

        // What an interrupted backup left, and others could read.
        await File.WriteAllTextAsync(_folder.At("new.part"), "left", Cancellation);
        var written = await ledger.Database.BackUpAsync(_folder.At("new"));
        File.Exists(_folder.At("new.part")).ShouldBeFalse();
        written.Bytes.ShouldBe(new FileInfo(_folder.At("new")).Length);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder.At("new")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Every_table_is_backed_up_but_those_that_follow_from_the_log_and_a_tenant_has_a_place_in_each()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var connection = await ledger.Database.Owner.OpenConnectionAsync(Cancellation);
        var tables = await StoredTable.ReadAllAsync(connection, Cancellation);
        var known = await connection.ListAsync<string>(
            """
            SELECT c.relnamespace::regnamespace || '.' || c.relname FROM pg_class c
            WHERE c.relnamespace IN ('ledger'::regnamespace, 'dealledger'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            """);

        tables.Select(t => t.Name).ShouldBe(known, ignoreOrder: true);
        tables.Where(t => t.IsDerived).Select(t => t.Name).ShouldBe(
            ["dealledger.checkpoint", "dealledger.checkpoint_group", "dealledger.checkpoint_sums", "dealledger.deal_change", "dealledger.fact",
             "dealledger.projection", "dealledger.schema_version", "dealledger.session_key"],
            ignoreOrder: true);

        // A table of no tenant belongs into no tenant's export: say so here of a new one, or in StoredTable which of its rows a tenant has.
        tables.Where(t => !t.IsDerived && t.IsOfDatabase).Select(t => t.Name).ShouldBeEmpty();
        tables.Where(t => !t.IsDerived && t.Key.Count == 0).Select(t => t.Name).ShouldBeEmpty("A backup copies a table in the order of its primary key.");
        foreach (var (table, at) in tables.Select((t, at) => (t, at)))
        {
            table.References.Except(tables.Take(at).Select(t => t.Name)).ShouldBeEmpty($"{table.Name} comes before what it refers to.");
        }
    }

    private static async Task<string> ToldAsync(TestLedger ledger, string deal, long position)
    {
        var answer = await ledger.DealAsync(deal, TestLedger.Noon.AddDays(1), new KnownAt.Position(position));
        return JsonSerializer.Serialize(answer with { Position = position });
    }

    private static async Task<string> HashAsync(string path, string entry)
    {
        await using var backup = await BackupFile.OpenAsync(path, Cancellation);
        return backup.Manifest.Entries.First(e => e.Name == entry).Sha256;
    }

    private static List<long> Rows(BackupManifest manifest, string table) => [.. manifest.Entries.Where(e => e.Table == table).Select(e => e.Rows)];

    private sealed class Told(Func<Progress, bool> isIt, Action act) : IProgress<Progress>
    {
        public void Report(Progress value)
        {
            if (isIt(value))
            {
                act();
            }
        }
    }
}
