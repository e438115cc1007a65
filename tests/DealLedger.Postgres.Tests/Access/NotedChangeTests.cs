using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.Keys;
using DealLedger.Postgres.Tests.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Tests.Access;

public sealed class NotedChangeTests
{
    private static readonly Caller Ada = new("user:ada", TestLedger.Tenant, Role.Admin, null);

    private static CancellationToken Cancel => TestLedger.Cancellation;

    [Fact]
    public async Task Each_change_of_a_user_a_key_and_a_tenant_stands_in_the_access_log()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var (users, keys, acme) = (Users(ledger), Keys(ledger), Tenant("acme"));

        await AddUserAsync(users);
        await users.ChangeRoleAsync(TestLedger.Tenant, Ann, Role.Leader, null, isNobody: true, Cancel);
        await users.SetPasswordAsync(TestLedger.Tenant, Ann, "another hash", Cancel);
        await users.UnlockAsync(TestLedger.Tenant, Ann, Cancel);
        await users.DisableAsync(TestLedger.Tenant, Ann, TestLedger.Noon, Cancel);
        await users.EnableAsync(TestLedger.Tenant, Ann, Cancel);
        var key = (await keys.AddAsync(TestLedger.Tenant, new NewApiKey(Role.Rep, "bob", null, null), Ada, Cancel)).Key.Id;
        await keys.RevokeAsync(TestLedger.Tenant, key, Ada, Cancel);
        await ledger.Register.AddAsync(acme, Cancel);
        await ledger.Register.SuspendAsync(acme, "unpaid", Cancel);
        await ledger.Register.ResumeAsync(acme, Cancel);

        (await EntriesAsync(ledger, TestLedger.Tenant)).ShouldBe(
        [
            "user:ada user add person=ann role=rep user=ann", "user:ada user change role=leader user=ann", "user:ada user password role=leader user=ann",
            "user:ada user unlock role=leader user=ann", "user:ada user disable role=leader user=ann", "user:ada user enable role=leader user=ann",
            $"user:ada key add key={key} person=bob role=rep", $"user:ada key revoke key={key}",
        ]);
        (await EntriesAsync(ledger, acme)).ShouldBe(["local tenant add tenant=acme", "local tenant suspend tenant=acme", "local tenant resume tenant=acme"]);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task What_cannot_be_noted_is_not_changed()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var (users, keys, acme, late) = (Users(ledger), Keys(ledger), Tenant("acme"), Tenant("late"));
        await AddUserAsync(users);
        await ledger.Register.AddAsync(acme, Cancel);
        var key = (await keys.AddAsync(TestLedger.Tenant, new NewApiKey(Role.Analyst, null, null, null), Ada, Cancel)).Key.Id;
        await using (var full = ledger.Database.Owner.CreateCommand("ALTER TABLE dealledger.access_entry ADD CONSTRAINT nothing_more CHECK (false) NOT VALID"))
        {
            await full.ExecuteNonQueryAsync(Cancel);
        }

        foreach (var change in new Func<Task>[]
        {
            () => users.DisableAsync(TestLedger.Tenant, Ann, TestLedger.Noon, Cancel),
            () => keys.AddAsync(TestLedger.Tenant, new NewApiKey(Role.Analyst, null, null, null), Ada, Cancel),
            () => keys.RevokeAsync(TestLedger.Tenant, key, Ada, Cancel),
            () => ledger.Register.SuspendAsync(acme, null, Cancel),
            () => ledger.Register.AddAsync(late, Cancel),
        })
        {
            (await Should.ThrowAsync<PostgresException>(change)).ConstraintName.ShouldBe("nothing_more");
        }

        (await users.ListAsync(TestLedger.Tenant, Cancel)).ShouldHaveSingleItem().DisabledAt.ShouldBeNull();
        (await keys.ListAsync(TestLedger.Tenant, Cancel)).ShouldHaveSingleItem().RevokedAt.ShouldBeNull();
        (await ledger.Register.ListAsync(Cancel)).Select(t => (t.Id, t.SuspendedSince)).ShouldBe([(acme, null), (TestLedger.Tenant, null)], ignoreOrder: true);
    }

    private static UserName Ann => UserName.TryParse("ann", out var name) ? name : throw new InvalidOperationException();

    private static LocalUsers Users(TestLedger ledger) => new(ledger.Database, TimeProvider.System, Ada);

    private static ApiKeys Keys(TestLedger ledger) => new(ledger.Database, TimeProvider.System);

    private static Task<LocalUser> AddUserAsync(LocalUsers users) => users.AddAsync(TestLedger.Tenant, Ann, Role.Rep, "ann", "a hash", TestLedger.Noon, Cancel);

    private static async Task<IEnumerable<string>> EntriesAsync(TestLedger ledger, TenantId tenant)
    {
        await using var log = ledger.NewAccessLog();
        var answer = await log.ListAsync(tenant, new AccessQuestion(null, null, null, null, AccessQuestion.MaxLimit), Cancel);
        return answer.Entries.Reverse().Select(e => $"{e.Caller} {e.Action} {string.Join(' ', e.Asked.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}"))}");
    }

    private static TenantId Tenant(string id) => TenantId.TryParse(id, out var tenant) ? tenant : throw new ArgumentException(id);
}
