using System.Globalization;
using System.Text.RegularExpressions;
using DealLedger.Core.Ledger;
using DealLedger.EmbeddedPostgres;
using DealLedger.Postgres.Schema;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Postgres.Tests.Schema;

public sealed class SchemaMigratorTests
{
    [Fact]
    public async Task Databases_of_a_new_server_can_be_made_at_the_same_time_though_they_share_its_roles()
    {
        await using var home = await TemporaryHome.CreateAsync(TestLedger.Cancellation);
        var options = new EmbeddedServerOptions { Settings = new Dictionary<string, string> { ["fsync"] = "off", ["shared_buffers"] = "64MB" } };
        await using var server = await EmbeddedServer.StartAsync(home.Folder, options, TimeProvider.System, null, TestLedger.Cancellation);
        await using var owner = NpgsqlDataSource.Create(server.OwnerConnectionString);
        var names = Enumerable.Range(1, 6).Select(i => $"company_{i}").ToList();
        foreach (var name in names)
        {
            await owner.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0");
        }

        var ledgers = await Task.WhenAll(names.Select(name =>
            TestLedger.OpenAsync(new NpgsqlConnectionStringBuilder(server.OwnerConnectionString) { Database = name }.ConnectionString)));

        foreach (var ledger in ledgers)
        {
            await ledger.RecordAsync("deal-1", TestLedger.Open(1, "2026-06-15"), TestLedger.Noon);
            (await ledger.VerifyAsync()).ShouldBeNull();
            await ledger.DisposeAsync();
        }
    }

    [Fact]
    public async Task Hosts_that_start_at_the_same_time_on_an_empty_database_make_it_once()
    {
        var connectionString = await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation);

        var hosts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TestLedger.OpenAsync(connectionString)));

        await Task.WhenAll(hosts.Select((host, i) => host.RecordAsync($"deal-{i}", TestLedger.Open(1, "2026-06-15"), TestLedger.Noon)));
        (await hosts[0].VerifyAsync()).ShouldBeNull();
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Programs_that_migrate_at_the_same_time_apply_each_version_once_between_them()
    {
        var connectionString = await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation);

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var database = new LedgerDatabase(connectionString);
            return await SchemaMigrator.MigrateAsync(database, progress: null, TestLedger.Cancellation);
        }));

        applied.SelectMany(a => a).Select(s => s.Version).Order().ShouldBe(Numbers);
        applied.ShouldAllBe(a => a.Select(s => s.Version).SequenceEqual(a.Select(s => s.Version).Order()));
    }

    [Fact]
    public async Task A_migration_that_was_cut_off_goes_on_where_it_stood_and_ends_with_the_rights_of_the_roles()
    {
        await using var database = new LedgerDatabase(await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation));
        await SchemaMigrator.MigrateAsync(database, 8, progress: null, TestLedger.Cancellation);
        await database.Owner.ExecuteAsync("CREATE TABLE dealledger.checkpoint_sums (in_the_way int)");

        (await Should.ThrowAsync<PostgresException>(() => SchemaMigrator.MigrateAsync(database, TestLedger.Cancellation))).SqlState
            .ShouldBe(PostgresErrorCodes.DuplicateTable);

        // Of the version that failed nothing is left, not even what came before the failure; those before it stay.
        (await VersionsAsync(database)).ShouldBe(Numbers.Where(n => n <= 8));
        (await database.Owner.ScalarAsync<bool>("SELECT to_regclass('dealledger.checkpoint') IS NULL")).ShouldBeTrue();
        (await MayAppendAsync(database)).ShouldBeFalse();

        await database.Owner.ExecuteAsync("DROP TABLE dealledger.checkpoint_sums");
        var told = new List<Progress>();
        var applied = await SchemaMigrator.MigrateAsync(database, new Told(told), TestLedger.Cancellation);

        applied.Select(s => s.Version).ShouldBe(Numbers.Where(n => n > 8));
        applied[0].Name.ShouldBe("009-checkpoints");
        told.Select(p => p.Done).ShouldBe(Enumerable.Range(1, applied.Count).Select(n => (long)n));
        told.ShouldAllBe(p => p.Total == applied.Count);
        (await VersionsAsync(database)).ShouldBe(Numbers);
        (await MayAppendAsync(database)).ShouldBeTrue();
        (await SchemaMigrator.MigrateAsync(database, progress: null, TestLedger.Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_it_is_migrated_by_hand_an_older_database_is_refused_and_left_as_it_is()
    {
        await using var database = new LedgerDatabase(await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation));
        var empty = await Should.ThrowAsync<RefusedException>(() => SchemaMigrator.RequireNewestAsync(database, TestLedger.Cancellation));
        await SchemaMigrator.MigrateAsync(database, 8, progress: null, TestLedger.Cancellation);

        var older = await Should.ThrowAsync<RefusedException>(() => SchemaMigrator.RequireNewestAsync(database, TestLedger.Cancellation));

        empty.Refusal.Code.ShouldBe("schema-older");
        older.Refusal.Code.ShouldBe("schema-older");
        older.Message.ShouldContain($"schema version 8, this program needs {Numbers[^1]}");
        older.Message.ShouldContain("dealledger migrate");
        (await VersionsAsync(database)).ShouldBe(Numbers.Where(n => n <= 8));
        var stand = await SchemaMigrator.StandAsync(database, TestLedger.Cancellation);
        (stand.Version, stand.Newest, stand.IsNewest).ShouldBe((8, Numbers[^1], false));
        stand.Missing.Select(s => s.Version).ShouldBe(Numbers.Where(n => n > 8));

        await SchemaMigrator.MigrateAsync(database, TestLedger.Cancellation);
        await SchemaMigrator.RequireNewestAsync(database, TestLedger.Cancellation);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused_however_it_is_migrated()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Database.Owner.ExecuteAsync("INSERT INTO dealledger.schema_version (version) VALUES (999)");

        foreach (var open in new Func<Task>[]
        {
            () => SchemaMigrator.MigrateAsync(ledger.Database, TestLedger.Cancellation),
            () => SchemaMigrator.RequireNewestAsync(ledger.Database, TestLedger.Cancellation),
            () => SchemaMigrator.StandAsync(ledger.Database, TestLedger.Cancellation),
        })
        {
            var newer = await Should.ThrowAsync<RefusedException>(open);
            newer.Refusal.Code.ShouldBe("database-newer");
            newer.Message.ShouldContain($"version 999; this program knows up to {Numbers[^1]}");
        }
    }

    [Fact]
    public async Task A_new_database_has_run_every_script_by_its_number()
    {
        await using var ledger = await TestLedger.CreateAsync();

        Numbers.ShouldBeUnique();
        (await VersionsAsync(ledger.Database)).ShouldBe(Numbers);
    }

    private static List<int> Numbers { get; } =
    [
        .. typeof(SchemaMigrator).Assembly.GetManifestResourceNames()
            .Select(r => Regex.Match(r, @"\.(\d{3})-[a-z-]+\.sql$")).Where(m => m.Success)
            .Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).Order(),
    ];

    private static async Task<int[]> VersionsAsync(LedgerDatabase database) =>
        await database.Owner.ScalarAsync<int[]>("SELECT array_agg(version ORDER BY version) FROM dealledger.schema_version");

    private static Task<bool> MayAppendAsync(LedgerDatabase database) => database.Owner.ScalarAsync<bool>(
        """
        SELECT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'dealledger_server' AND has_table_privilege(r.oid, 'ledger.mt_events', 'INSERT'))
        """);

    private sealed class Told(List<Progress> told) : IProgress<Progress>
    {
        public void Report(Progress value) => told.Add(value);
    }
}
