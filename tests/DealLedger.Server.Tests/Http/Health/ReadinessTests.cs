using System.Net;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access;
using DealLedger.Server.Http.Health;
using DealLedger.Server.Tests.Operation;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Server.Tests.Http.Health;

public sealed class ReadinessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_takes_no_changes_is_a_reason_until_it_takes_them()
    {
        await using var server = await OperatedServer.StartAsync();
        await SetReadOnlyAsync(server, "on");
        await ReasonAsync(server, "database-read-only");

        await SetReadOnlyAsync(server, "off");

        await (await server.GetAsync("/health/ready")).ShouldHaveStatusAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("DELETE FROM dealledger.schema_version WHERE version = (SELECT max(version) FROM dealledger.schema_version)", "schema-older")]
    [InlineData("INSERT INTO dealledger.schema_version (version) SELECT max(version) + 1 FROM dealledger.schema_version", "schema-newer")]
    public async Task A_schema_of_another_version_is_a_reason(string change, string reason)
    {
        await using var server = await OperatedServer.StartAsync();
        await ExecuteAsync(server, change);

        await ReasonAsync(server, reason);
    }

    [Theory]
    [InlineData("seal-key-missing")]
    [InlineData("seal-key-unreadable")]
    public async Task A_seal_key_that_cannot_be_had_is_a_reason_that_does_not_say_where_it_lies(string code)
    {
        await using var server = await OperatedServer.StartAsync(sealKey: () => throw new RefusedException(code, "There is no key in /etc/keys/seal.pem."));

        (await ReasonAsync(server, code)).ShouldNotContain("/etc/keys");
    }

    [Fact]
    public async Task Read_models_that_stay_behind_are_a_reason_until_they_are_there()
    {
        var clock = new ManualClock(TestServerFixture.Noon);
        await using var server = await OperatedServer.StartAsync(clock: clock);
        await using var blocker = await server.Ledger.Database.Owner.OpenConnectionAsync(Cancel);
        await using (var hold = new NpgsqlCommand("BEGIN; SELECT FROM dealledger.projection FOR UPDATE", blocker))
        {
            await hold.ExecuteNonQueryAsync(Cancel);
        }

        await server.OpenDealAsync(TenantId.Default, "deal-1");
        var first = await (await server.GetAsync("/health/ready")).JsonAsync();
        first.GetProperty("status").GetString().ShouldBe("ready", "being behind for a moment is no reason");
        first.GetProperty("tenants")[0].GetProperty("lag").GetInt64().ShouldBeGreaterThan(0);

        clock.Pass(ReadinessCheck.LongestBehind + TimeSpan.FromSeconds(15));

        (await ReasonAsync(server, "projection-behind")).ShouldContain("1 of 1 tenants");
        await using (var release = new NpgsqlCommand("ROLLBACK", blocker))
        {
            await release.ExecuteNonQueryAsync(Cancel);
        }

        await server.Ledger.Projector.CatchUpAsync(TenantId.Default, await server.Ledger.Ledger.HeadAsync(TenantId.Default, Cancel), Cancel);
        await (await server.GetAsync("/health/ready")).ShouldHaveStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_tenant_that_was_suspended_while_it_was_behind_keeps_no_host_from_being_ready()
    {
        var clock = new ManualClock(TestServerFixture.Noon);
        await using var server = await OperatedServer.StartAsync(clock: clock);
        var acme = await server.AddTenantAsync("acme");
        await using var blocker = await server.Ledger.Database.Owner.OpenConnectionAsync(Cancel);
        await using (var hold = new NpgsqlCommand("BEGIN; SELECT FROM dealledger.projection WHERE tenant_id = 'acme' FOR UPDATE", blocker))
        {
            await hold.ExecuteNonQueryAsync(Cancel);
        }

        await server.OpenDealAsync(acme, "deal-1");
        (await (await server.GetAsync("/health/ready")).JsonAsync()).GetProperty("tenants").GetArrayLength().ShouldBe(2);
        await server.Ledger.Register.SuspendAsync(acme, "unpaid", Cancel);

        clock.Pass(ReadinessCheck.LongestBehind + TimeSpan.FromSeconds(15));

        var ready = await server.GetAsync("/health/ready");
        await ready.ShouldHaveStatusAsync(HttpStatusCode.OK);
        (await ready.JsonAsync()).GetProperty("tenants").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_has_not_signed_in_learns_how_many_tenants_there_are_and_no_name()
    {
        await using var server = await OperatedServer.StartAsync(new AccessOptions { SignInNeeded = true });
        await server.AddTenantAsync("acme_secret");

        var response = await server.GetAsync("/health/ready");

        await response.ShouldHaveStatusAsync(HttpStatusCode.OK);
        var ready = await response.JsonAsync();
        ready.GetProperty("tenantCount").GetInt32().ShouldBe(2);
        ready.GetProperty("tenants").GetArrayLength().ShouldBe(0);
        ready.GetRawText().ShouldNotContain("acme");
    }

    [Fact]
    public async Task Where_callers_come_from_elsewhere_many_looks_are_one()
    {
        var clock = new ManualClock(TestServerFixture.Noon);
        await using var server = await OperatedServer.StartAsync(new AccessOptions { SignInNeeded = true }, clock: clock);
        await (await server.GetAsync("/health/ready")).ShouldHaveStatusAsync(HttpStatusCode.OK);
        await SetReadOnlyAsync(server, "on");

        await (await server.GetAsync("/health/ready")).ShouldHaveStatusAsync(HttpStatusCode.OK);
        clock.Pass(TimeSpan.FromSeconds(2));

        await ReasonAsync(server, "database-read-only");
    }

    private static async Task<string> ReasonAsync(OperatedServer server, string code)
    {
        var response = await server.GetAsync("/health/ready");
        await response.ShouldHaveStatusAsync(HttpStatusCode.ServiceUnavailable);
        var document = await response.JsonAsync();
        document.GetProperty("status").GetString().ShouldBe("not-ready");
        var reason = document.GetProperty("reasons").EnumerateArray().ShouldHaveSingleItem();
        reason.GetProperty("code").GetString().ShouldBe(code);
        return reason.GetProperty("detail").GetString()!;
    }

    // For all connections that are opened from now on.
    private static async Task SetReadOnlyAsync(OperatedServer server, string setting)
    {
        await ExecuteAsync(
            server,
            $"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = {setting}', current_database()); END $$",
            "SET default_transaction_read_only = off");
        server.Ledger.Database.Owner.Clear();
    }

    private static async Task ExecuteAsync(OperatedServer server, string sql, string before = "SELECT 1")
    {
        await using var connection = await server.Ledger.Database.Owner.OpenConnectionAsync(Cancel);
        foreach (var statement in new[] { before, sql })
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }
}
