using System.Globalization;
using System.Text.RegularExpressions;
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
    public async Task A_ledger_of_an_earlier_version_gets_its_read_models_from_its_log()
    {
        var connectionString = await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation);
        await using (var before = new LedgerDatabase(connectionString, connectionString))
        {
            await SchemaMigrator.MigrateAsync(before, 7, TestLedger.Cancellation);
            await new TenantDirectory(before).EnsureAsync(TestLedger.Tenant, TestLedger.Cancellation);
            await new LedgerStore(before).AppendAsync(
                TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(70)), TestLedger.Cancellation);
        }

        await using var ledger = await TestLedger.OpenAsync(connectionString);
        (await ledger.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(0);
        await ledger.Rebuild.FillEmptyAsync(progress: null, TestLedger.Cancellation);

        (await ledger.Projector.PositionAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(1);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_new_database_has_run_every_script_by_its_number()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var numbers = typeof(SchemaMigrator).Assembly.GetManifestResourceNames()
            .Select(r => Regex.Match(r, @"\.(\d{3})-[a-z-]+\.sql$")).Where(m => m.Success).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).Order().ToList();

        numbers.ShouldBe(Enumerable.Range(1, numbers.Count));
        (await ledger.Database.Owner.ScalarAsync<int[]>("SELECT array_agg(version ORDER BY version) FROM dealledger.schema_version")).ShouldBe(numbers);
    }
}
