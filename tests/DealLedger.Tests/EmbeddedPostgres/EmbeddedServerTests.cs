using DealLedger.EmbeddedPostgres;
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
    public async Task The_reader_can_only_read()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using var server = await StartAsync(home);

        (await AskAsync(server.ReaderConnectionString, "select current_user")).ShouldBe("dealledger_reader");
        (await Should.ThrowAsync<PostgresException>(async () => await AskAsync(server.ReaderConnectionString, "create table public.t (n int)")))
            .SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
        server.ReaderUri.ShouldStartWith("postgresql://dealledger_reader:");
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
