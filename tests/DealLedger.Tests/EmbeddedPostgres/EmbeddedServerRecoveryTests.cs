using DealLedger.EmbeddedPostgres;
using DealLedger.Testing;
using Npgsql;
using static DealLedger.Tests.EmbeddedPostgres.ServerProbe;

namespace DealLedger.Tests.EmbeddedPostgres;

public sealed class EmbeddedServerRecoveryTests
{
    [Fact]
    public async Task A_killed_server_is_started_again_with_all_it_had_committed()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using var first = await StartAsync(home);
        await AskAsync(first.OwnerConnectionString, "create table t as select 42 as n");
        Kill(first.ProcessId);
        await UntilAsync(async () => !await IsRunningAsync(home), "the server is gone");

        await using var second = await StartAsync(home);
        (await AskAsync(second.OwnerConnectionString, "select n from t")).ShouldBe(42);
    }

    [Fact]
    public async Task A_query_that_outlives_its_killed_server_does_not_stop_the_next()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the next start waits for such a query.");
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using var first = await StartAsync(home);
        var endless = AskAsync(first.OwnerConnectionString, "select count(*) from generate_series(1, 100000000000) as n where n < 0");
        await UntilAsync(
            async () => await AskAsync(first.OwnerConnectionString, "select count(*) from pg_stat_activity where query like '%100000000000) as n%'") is 2L,
            "the query runs");
        Kill(first.ProcessId);
        await UntilAsync(async () => !await IsRunningAsync(home), "the server is gone");

        await using var second = await StartAsync(home);

        (await AskAsync(second.OwnerConnectionString, "select 1")).ShouldBe(1);
        await Should.ThrowAsync<NpgsqlException>(endless);
    }

    [Fact]
    public async Task The_server_of_a_killed_process_is_shared_and_stopped_by_the_next()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        using var killed = HolderProcess.Start(home);
        var running = await killed.ReadyAsync();
        await killed.KillAsync();
        (await IsRunningAsync(home)).ShouldBeTrue();

        await using (var next = await StartAsync(home))
        {
            next.ProcessId.ShouldBe(running);
        }

        (await IsRunningAsync(home)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_stays_while_another_process_holds_it()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        using var other = HolderProcess.Start(home);
        await other.ReadyAsync();

        await using (await StartAsync(home))
        {
        }

        (await IsRunningAsync(home)).ShouldBeTrue();
        await other.EndAsync();
        (await IsRunningAsync(home)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_killed_while_it_creates_the_cluster_leaves_nothing_in_the_way()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        var cluster = Path.Combine(home.Folder.Path, "postgres");
        using var killed = HolderProcess.Start(home);
        await UntilAsync(
            () => Task.FromResult(Directory.Exists(cluster) && Directory.EnumerateDirectories(cluster, "new-*").Any()), "creation has begun");
        await killed.KillAsync();

        // The killed process's initdb may still be at work for a moment.
        await UntilAsync(
            async () =>
            {
                await using var next = await StartAsync(home);
                (await AskAsync(next.OwnerConnectionString, "select 1")).ShouldBe(1);
                return !Directory.EnumerateFileSystemEntries(cluster, "new-*").Any();
            },
            "nothing half-done is left");
    }

    [Fact]
    public async Task A_process_killed_while_it_starts_the_server_leaves_nothing_in_the_way()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        var note = Path.Combine(DataFolder(home), "postmaster.pid");
        using var killed = HolderProcess.Start(home);
        await UntilAsync(() => Task.FromResult(File.Exists(note)), "the server is starting");
        await killed.KillAsync();

        await using var next = await StartAsync(home);
        (await AskAsync(next.OwnerConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_no_server_behind()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        using var cancelled = new CancellationTokenSource();
        var atStart = new CancelAt("Starting", cancelled);

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await EmbeddedServer.StartAsync(home.Folder, TimeProvider.System, atStart, cancelled.Token));

        (await IsRunningAsync(home)).ShouldBeFalse();
        await using var next = await StartAsync(home);
        (await AskAsync(next.OwnerConnectionString, "select 1")).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_note_of_a_dead_server_does_not_stop_a_start(bool isEmpty)
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await using (await StartAsync(home))
        {
        }

        // The number of a process that lives, as when the dead server's was given out again.
        var note = isEmpty ? "" : $"{Environment.ProcessId}\n{DataFolder(home)}\n1700000000\n1\n\n127.0.0.1\n  1  1\nready\n";
        await File.WriteAllTextAsync(Path.Combine(DataFolder(home), "postmaster.pid"), note, TestContext.Current.CancellationToken);

        await using var next = await StartAsync(home);
        (await AskAsync(next.OwnerConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_stale_holder_is_cleared_away()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        var users = Path.Combine(home.Folder.Path, "users");
        await using (await StartAsync(home))
        {
            await File.WriteAllTextAsync(Path.Combine(users, "4711-gone"), "", TestContext.Current.CancellationToken);
        }

        Directory.EnumerateFiles(users).ShouldBeEmpty();
        (await IsRunningAsync(home)).ShouldBeFalse();
    }

    private sealed class CancelAt(string word, CancellationTokenSource source) : IProgress<string>
    {
        public void Report(string value)
        {
            if (value.StartsWith(word, StringComparison.Ordinal))
            {
                source.Cancel();
            }
        }
    }
}
