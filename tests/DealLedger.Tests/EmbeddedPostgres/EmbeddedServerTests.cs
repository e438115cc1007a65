using DealLedger.Core.Ledger;
using DealLedger.EmbeddedPostgres;
using DealLedger.Postgres;
using DealLedger.Postgres.Schema;
using DealLedger.Testing;
using Npgsql;
using static DealLedger.Tests.EmbeddedPostgres.ServerProbe;

namespace DealLedger.Tests.EmbeddedPostgres;

public sealed class EmbeddedServerTests
{
    [Fact]
    public async Task A_fresh_home_gets_a_durable_server_for_this_machine_only()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using var server = await EmbeddedServer.StartAsync(home.Folder, TimeProvider.System, null, TestContext.Current.CancellationToken);

        (await AskAsync(server.OwnerConnectionString, "select current_user || '@' || current_database()")).ShouldBe("dealledger@dealledger");
        (await AskAsync(server.OwnerConnectionString, "show fsync")).ShouldBe("on");
        (await AskAsync(server.OwnerConnectionString, "show listen_addresses")).ShouldBe("127.0.0.1");
        (await AskAsync(server.OwnerConnectionString, "show timezone")).ShouldBe("UTC");
        (await AskAsync(server.OwnerConnectionString, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules")).ShouldBe("scram-sha-256");
        server.OwnerUri.ShouldMatch("^postgresql://dealledger:[0-9a-f]{40}@127.0.0.1:[0-9]+/dealledger$");
    }

    [Fact]
    public async Task A_reader_reads_one_tenant_and_changes_nothing()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using var server = await StartAsync(home);
        await using (var database = new LedgerDatabase(server.OwnerConnectionString))
        {
            await SchemaMigrator.MigrateAsync(database, TestContext.Current.CancellationToken);
            foreach (var name in new[] { "acme", "acme_2" })
            {
                TenantId.TryParse(name, out var tenant).ShouldBeTrue();
                await new TenantDirectory(database).EnsureAsync(tenant, TestContext.Current.CancellationToken);
            }
        }

        TenantId.TryParse("acme", out var acme).ShouldBeTrue();
        var reader = await server.ReaderAsync(acme, TestContext.Current.CancellationToken);

        reader.ShouldBe(await server.ReaderAsync(acme, TestContext.Current.CancellationToken));
        reader.Uri.ShouldStartWith("postgresql://dealledger_reader_acme:");
        (await AskAsync(reader.ConnectionString, "select string_agg(tenant_id, ',') from dealledger.tenant")).ShouldBe("acme");
        (await AskAsync(reader.ConnectionString, "select set_config('app.tenant_id', 'acme_2', false)")).ShouldBe("acme_2");
        foreach (var (state, sql) in new[]
        {
            (PostgresErrorCodes.ReadOnlySqlTransaction, "create table public.t (n int)"),
            (PostgresErrorCodes.InsufficientPrivilege, "select count(*) from ledger.mt_events_acme_2"),
            (PostgresErrorCodes.InsufficientPrivilege, "begin read write; insert into dealledger.tenant (tenant_id) values ('acme_3')"),
            (PostgresErrorCodes.InsufficientPrivilege, "set role dealledger_server"),
        })
        {
            (await Should.ThrowAsync<PostgresException>(async () => await AskAsync(reader.ConnectionString, sql))).SqlState.ShouldBe(state, sql);
        }
    }

    [Fact]
    public async Task A_reader_of_a_suspended_tenant_is_told_so_and_reads_again_when_it_is_resumed()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using var server = await StartAsync(home);
        await using var database = new LedgerDatabase(server.OwnerConnectionString);
        await SchemaMigrator.MigrateAsync(database, TestContext.Current.CancellationToken);
        TenantId.TryParse("acme", out var acme).ShouldBeTrue();
        var register = new TenantRegister(database, new TenantDirectory(database), TimeProvider.System);
        await register.AddAsync(acme, TestContext.Current.CancellationToken);
        var reader = await server.ReaderAsync(acme, TestContext.Current.CancellationToken);

        await register.SuspendAsync(acme, "unpaid", TestContext.Current.CancellationToken);

        var refused = await Should.ThrowAsync<PostgresException>(async () => await AskAsync(reader.ConnectionString, "select tenant_id from dealledger.projection"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        refused.MessageText.ShouldStartWith("Tenant acme is suspended since ");

        await register.ResumeAsync(acme, TestContext.Current.CancellationToken);
        (await AskAsync(reader.ConnectionString, "select tenant_id from dealledger.projection")).ShouldBe("acme");
    }

    [Fact]
    public async Task The_passwords_are_the_owners_secret()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using var server = await StartAsync(home);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(home.Folder.Path, "passwords.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Holders_share_one_server_and_the_last_one_out_stops_it()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync(home)));
        servers.Select(server => server.ProcessId).Distinct().Count().ShouldBe(1);

        foreach (var server in servers)
        {
            (await AskAsync(servers[^1].OwnerConnectionString, "select 1")).ShouldBe(1);
            await server.DisposeAsync();
        }

        (await IsRunningAsync(home)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using (var first = await StartAsync(home))
        {
            await AskAsync(first.OwnerConnectionString, "create table t as select 42 as n");
        }

        await using var second = await StartAsync(home);
        (await AskAsync(second.OwnerConnectionString, "select n from t")).ShouldBe(42);
    }

    [Fact]
    public async Task A_long_home_path_gets_its_socket_elsewhere()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        var deep = new HomeFolder(Path.Combine(home.Folder.Path, new string('a', 100), "it's a home, with \u00e4"));
        await using var server = await EmbeddedServer.StartAsync(deep, TimeProvider.System, null, TestContext.Current.CancellationToken);

        (await AskAsync(server.OwnerConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_home_beside_can_run_at_the_same_time()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using var beside = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using var one = await StartAsync(home);
        await using var other = await StartAsync(beside);

        other.ProcessId.ShouldNotBe(one.ProcessId);
    }
}
