using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.Tests.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Tests.Access;

public sealed class LocalUsersTests
{
    private static readonly DateTimeOffset Noon = TestLedger.Noon;

    [Fact]
    public async Task Of_tries_at_the_same_time_no_more_than_five_are_looked_at()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var users = await WithAnnAsync(ledger);

        var tries = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => users.BeginAsync(TestLedger.Tenant, Name("ann"), Noon, TestLedger.Cancellation)));

        tries.Count(one => one is not null).ShouldBe(LockOut.Failures);
        (await users.ListAsync(TestLedger.Tenant, TestLedger.Cancellation)).Single().ShouldSatisfyAllConditions(
            u => u.Failures.ShouldBe(LockOut.Failures), u => u.LockedUntil.ShouldBe(Noon.AddMinutes(1)));
    }

    [Fact]
    public async Task Each_failure_after_a_lock_locks_for_longer_and_success_forgets_them()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var users = await WithAnnAsync(ledger);
        var at = Noon;
        for (var failure = 1; failure <= 20; failure++)
        {
            (await users.BeginAsync(TestLedger.Tenant, Name("ann"), at, TestLedger.Cancellation)).ShouldNotBeNull();
            if (LockOut.After(failure) is not { } locked)
            {
                continue;
            }

            (await users.BeginAsync(TestLedger.Tenant, Name("ann"), at + locked - TimeSpan.FromSeconds(1), TestLedger.Cancellation)).ShouldBeNull();
            at += locked;
        }

        var right = await users.BeginAsync(TestLedger.Tenant, Name("ann"), at, TestLedger.Cancellation);
        (await users.CompleteAsync(TestLedger.Tenant, Name("ann"), right!.Standing.Stamp, at, TestLedger.Cancellation)).ShouldBeTrue();

        (await users.ListAsync(TestLedger.Tenant, TestLedger.Cancellation)).Single().ShouldSatisfyAllConditions(
            u => u.Failures.ShouldBe(0), u => u.LockedUntil.ShouldBeNull(), u => u.LastSignInAt.ShouldBe(at));
    }

    [Fact]
    public async Task A_user_who_is_changed_while_signing_in_does_not()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var users = await WithAnnAsync(ledger);
        var begun = await users.BeginAsync(TestLedger.Tenant, Name("ann"), Noon, TestLedger.Cancellation);

        await users.SetPasswordAsync(TestLedger.Tenant, Name("ann"), "another hash", TestLedger.Cancellation);

        (await users.CompleteAsync(TestLedger.Tenant, Name("ann"), begun!.Standing.Stamp, Noon, TestLedger.Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_name_is_one_user_of_one_tenant()
    {
        await using var ledger = await TestLedger.CreateAsync();
        TenantId.TryParse("other", out var other).ShouldBeTrue();
        await ledger.Directory.EnsureAsync(other, TestLedger.Cancellation);
        var users = await WithAnnAsync(ledger);

        (await Should.ThrowAsync<RefusedException>(() => AddAsync(users, TestLedger.Tenant))).Refusal.Code.ShouldBe("user-exists");
        (await users.StandingAsync(other, Name("ann"), TestLedger.Cancellation)).ShouldBeNull();
        (await Should.ThrowAsync<RefusedException>(() => users.UnlockAsync(other, Name("ann"), TestLedger.Cancellation))).Refusal.Code.ShouldBe("user-unknown");
        await AddAsync(users, other);
        (await users.DisableAsync(other, Name("ann"), Noon, TestLedger.Cancellation)).DisabledAt.ShouldBe(Noon);
        (await users.StandingAsync(TestLedger.Tenant, Name("ann"), TestLedger.Cancellation)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("UPDATE dealledger.local_user SET password_hash = 'mine'")]
    [InlineData("UPDATE dealledger.local_user SET role = 'admin'")]
    [InlineData("UPDATE dealledger.local_user SET disabled_at = NULL")]
    [InlineData("UPDATE dealledger.local_user SET tenant_id = 'default'")]
    [InlineData("INSERT INTO dealledger.local_user (tenant_id, name, password_hash, role, stamp, created_at) VALUES ('default', 'eve', 'x', 'admin', gen_random_uuid(), now())")]
    [InlineData("DELETE FROM dealledger.local_user")]
    [InlineData("SELECT FROM dealledger.session_key")]
    [InlineData("INSERT INTO dealledger.session_key (name, content) VALUES ('key-of-mine', '<key/>')")]
    public async Task Whoever_answers_requests_can_make_nobody_a_user_or_another_one(string sql)
    {
        await using var ledger = await TestLedger.CreateAsync();
        await WithAnnAsync(ledger);
        await using var connection = await ledger.Database.OpenAsync(TestLedger.Tenant, TestLedger.Cancellation);

        (await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync(sql))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, sql);
    }

    [Fact]
    public async Task Whoever_reads_a_tenant_for_reports_reads_no_password()
    {
        await using var ledger = await TestLedger.CreateAsync();

        (await ledger.Database.Owner.ScalarAsync<bool>("SELECT has_any_column_privilege('dealledger_reader', 'dealledger.local_user', 'SELECT')")).ShouldBeFalse();
        (await ledger.Database.Owner.ScalarAsync<bool>("SELECT has_any_column_privilege('dealledger_reader', 'dealledger.session_key', 'SELECT')")).ShouldBeFalse();
        (await ledger.Database.Owner.ScalarAsync<bool>("SELECT has_table_privilege('dealledger_reader', 'dealledger.fact', 'SELECT')")).ShouldBeTrue();
    }

    [Fact]
    public async Task Hosts_that_make_a_key_at_the_same_time_share_the_first()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var keys = new SessionKeys(ledger.Database);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(host => Task.Run(() => keys.Store($"key-{host}", $"<key id='{host}'/>"), TestLedger.Cancellation)));

        keys.Read().ShouldHaveSingleItem();
    }

    private static async Task<LocalUsers> WithAnnAsync(TestLedger ledger)
    {
        var users = new LocalUsers(ledger.Database, TimeProvider.System, Caller.Local);
        await AddAsync(users, TestLedger.Tenant);
        return users;
    }

    private static Task<LocalUser> AddAsync(LocalUsers users, TenantId tenant) =>
        users.AddAsync(tenant, Name("ann"), Role.Rep, "ann", "a hash", Noon, TestLedger.Cancellation);

    private static UserName Name(string text) => UserName.TryParse(text, out var name) ? name : throw new ArgumentException(text);
}
