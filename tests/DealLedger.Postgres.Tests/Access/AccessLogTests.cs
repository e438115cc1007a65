using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.Tests.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Tests.Access;

public sealed class AccessLogTests
{
    internal const string IsBlocked = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'dealledger.access_entry'::regclass";

    private static CancellationToken Cancel => TestLedger.Cancellation;

    [Fact]
    public async Task Entries_are_numbered_chained_and_told_the_newest_first()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var log = ledger.NewAccessLog();
        for (var i = 1; i <= 5; i++)
        {
            await log.WriteAsync(TestLedger.Tenant, Note(i, i % 2 == 0 ? "key:b" : "key:a"), Cancel);
        }

        var all = await ListAsync(log);
        var page = await ListAsync(log, limit: 2);
        var before = await ListAsync(log, limit: 3, before: page.Next);

        all.Entries.Select(e => e.Number).ShouldBe([5L, 4, 3, 2, 1]);
        all.Next.ShouldBeNull();
        all.Entries.Zip(all.Entries.Skip(1)).ShouldAllBe(pair => pair.First.Previous == pair.Second.Hash);
        all.Entries[4].Previous.ShouldBe(default);
        (all.Entries[4].Caller, all.Entries[4].Role, all.Entries[4].Person, all.Entries[4].Position, all.Entries[4].Asked["period"]).ShouldBe(
            ("key:a", "manager", "ann", 1, "2026-Q2"));
        (page.Entries.Count, page.Next, page.Entries[1].Hash).ShouldBe((2, 4, all.Entries[1].Hash));
        before.Entries.Select(e => e.Number).ShouldBe([3L, 2, 1]);
        before.Next.ShouldBeNull();
        (await ListAsync(log, who: "key:b")).Entries.Select(e => e.Number).ShouldBe([4L, 2]);
        (await ListAsync(log, who: "ann")).Entries.Count.ShouldBe(5);
        (await ListAsync(log, who: "nobody")).Entries.ShouldBeEmpty();
        (await ListAsync(log, from: At(2), to: At(3))).Entries.Select(e => e.Number).ShouldBe([3L, 2]);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Two_hosts_at_once_make_one_chain_without_a_hole_and_the_log_of_events_stays_where_it_is()
    {
        await using var one = await TestLedger.CreateAsync();
        await using var two = await TestLedger.OpenAsync(one.ConnectionString);
        await using (AccessLog first = one.NewAccessLog(), second = two.NewAccessLog())
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
                async () =>
                {
                    var log = i % 2 == 0 ? first : second;
                    for (var n = 0; n < 200; n++)
                    {
                        log.Note(TestLedger.Tenant, Note(n));
                        if (n % 40 == 0)
                        {
                            await log.WriteAsync(TestLedger.Tenant, Note(n, kind: AccessKind.Export), Cancel);
                        }
                    }
                },
                Cancel)));
        }

        (await one.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM dealledger.access_entry")).ShouldBe(8 * 205);
        (await one.Database.Owner.ScalarAsync<long>("SELECT max(number) FROM dealledger.access_entry")).ShouldBe(8 * 205);
        (await one.VerifyAsync()).ShouldBeNull();
        (await one.Store.HeadAsync(TestLedger.Tenant, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_notes_waits_for_nothing_whoever_writes_waits_and_what_there_is_no_room_for_is_counted()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var log = ledger.NewAccessLog();
        var lost = 0L;
        log.Lost += (_, count) => lost += count;
        await using var other = await ledger.Database.Owner.OpenConnectionAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await other.ExecuteAsync("LOCK TABLE dealledger.access_entry IN ACCESS EXCLUSIVE MODE");

        var export = log.WriteAsync(TestLedger.Tenant, Note(0, kind: AccessKind.Export), Cancel);
        await ledger.Database.Owner.UntilAsync("the writer waits for the table", IsBlocked);
        for (var i = 1; i <= AccessLog.MostOfATenant + 37; i++)
        {
            log.Note(TestLedger.Tenant, Note(i));
        }

        export.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync(Cancel);
        await export;
        await log.FlushAsync(Cancel);

        var told = (await ListAsync(log, limit: AccessQuestion.MaxLimit)).Entries;
        told.Count.ShouldBe(1 + AccessLog.MostOfATenant + 1);
        var entry = told.Where(e => e.Kind == AccessKind.Lost).ShouldHaveSingleItem();
        entry.Action.ShouldStartWith("37 entries were lost between 2026-05-10T13:23:21Z and 2026-05-10T13:23:57Z");
        lost.ShouldBe(37);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_made_again_and_each_entry_is_there_once()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var log = ledger.NewAccessLog();
        var failed = 0;
        log.Failed += (_, _) => failed++;
        await using (var other = await ledger.Database.Owner.OpenConnectionAsync(Cancel))
        {
            await using var transaction = await other.BeginTransactionAsync(Cancel);
            await other.ExecuteAsync("LOCK TABLE dealledger.access_entry IN ACCESS EXCLUSIVE MODE");
            log.Note(TestLedger.Tenant, Note(1));
            await ledger.Database.Owner.UntilAsync("the writer waits for the table", IsBlocked);
            await ledger.Database.Owner.ExecuteAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND relation = 'dealledger.access_entry'::regclass");
            await transaction.CommitAsync(Cancel);
        }

        await log.WriteAsync(TestLedger.Tenant, Note(2), Cancel);

        (await ListAsync(log)).Entries.Select(e => e.Position).ShouldBe([2L, 1]);
        failed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_the_database_refuses_for_good_is_told_to_who_waits_and_the_rest_is_kept_until_it_is_mended()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var log = ledger.NewAccessLog();
        await ledger.Database.Owner.ExecuteAsync("REVOKE INSERT ON dealledger.access_entry FROM dealledger_server");
        log.Note(TestLedger.Tenant, Note(1));

        var refused = await Should.ThrowAsync<PostgresException>(() => log.WriteAsync(TestLedger.Tenant, Note(2, kind: AccessKind.Export), Cancel));
        await ledger.Database.Owner.ExecuteAsync("GRANT INSERT ON dealledger.access_entry TO dealledger_server");
        await log.FlushAsync(Cancel);

        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await ListAsync(log)).Entries.Select(e => e.Position).ShouldBe([1L]);
    }

    [Fact]
    public async Task What_was_committed_though_nobody_heard_of_it_is_not_written_again()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var log = ledger.NewAccessLog();
        var append = new AccessAppend(TestLedger.Tenant, [Note(1), Note(2)], mustLast: true);
        await append.RunAsync(ledger.Database, Cancel);
        await log.WriteAsync(TestLedger.Tenant, Note(3), Cancel);

        await append.RunAsync(ledger.Database, Cancel);

        (await ListAsync(log)).Entries.Select(e => e.Position).ShouldBe([3L, 2, 1]);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_host_that_ends_writes_what_it_noted_and_a_tenant_that_does_not_exist_has_no_log()
    {
        await using var ledger = await TestLedger.CreateAsync();
        TenantId.TryParse("nobody", out var nobody).ShouldBeTrue();
        await using (var log = ledger.NewAccessLog())
        {
            log.Note(TestLedger.Tenant, Note(1));
            await log.WriteAsync(nobody, Note(1), Cancel);
        }

        (await ledger.Database.Owner.ListAsync<string>("SELECT tenant_id FROM dealledger.access_entry")).ShouldBe(["default"]);
    }

    [Theory]
    [InlineData("DELETE FROM dealledger.access_entry")]
    [InlineData("UPDATE dealledger.access_entry SET caller = 'key:b'")]
    [InlineData("TRUNCATE dealledger.access_entry")]
    [InlineData(
        "INSERT INTO dealledger.access_entry (tenant_id, number, at, kind, caller, action, asked, outcome, hash) VALUES ('other', 1, now(), 'read', 'x', 'x', '{}', '200', '')")]
    public async Task The_server_only_adds_and_only_to_its_tenant(string sql)
    {
        await using var ledger = await TestLedger.CreateAsync();
        TenantId.TryParse("other", out var other).ShouldBeTrue();
        await ledger.Directory.EnsureAsync(other, Cancel);
        await using var server = await ledger.Database.OpenAsync(TestLedger.Tenant, Cancel);

        (await Should.ThrowAsync<PostgresException>(() => server.ExecuteAsync(sql))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Whoever_reads_the_tables_of_a_tenant_does_not_read_who_asked_for_what()
    {
        await using var ledger = await TestLedger.CreateAsync();

        (await ledger.Database.Owner.ScalarAsync<bool>("SELECT has_table_privilege('dealledger_reader', 'dealledger.deal_change', 'SELECT')")).ShouldBeTrue();
        (await ledger.Database.Owner.ScalarAsync<bool>("SELECT has_table_privilege('dealledger_reader', 'dealledger.access_entry', 'SELECT')")).ShouldBeFalse();
    }

    internal static DateTimeOffset At(int seconds) => TestLedger.Noon.AddSeconds(seconds);

    internal static AccessNote Note(int n, string caller = "key:a", string kind = AccessKind.Read) => AccessNote.Of(
        new Caller(caller, TestLedger.Tenant, Role.Manager, "ann"), At(n), kind, "GET /api/forecast", [new("period", "2026-Q2")], "200", n, AccessForm.Json);

    private static Task<AccessAnswer> ListAsync(
        AccessLog log, int limit = AccessQuestion.DefaultLimit, long? before = null, string? who = null, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        log.ListAsync(TestLedger.Tenant, new AccessQuestion(from, to, who, before, limit), Cancel);
}

/// <summary>The access log of a test's ledger, as one more host has it.</summary>
internal static class AccessLogs
{
    public static AccessLog NewAccessLog(this TestLedger ledger) => new(ledger.Database, TimeProvider.System);
}
