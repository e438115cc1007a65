using System.Net;
using Npgsql;

namespace DealLedger.Server.Tests.Http.Faults;

/// <summary>What is answered while the database fails, and that all of it works again when it does not.</summary>
public sealed class DatabaseFaultTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    private const string CutWaiting = """
        SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a WHERE a.datname = current_database() AND a.wait_event = 'advisory'
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("53100", HttpStatusCode.ServiceUnavailable, "database-full", "30")]
    [InlineData("25006", HttpStatusCode.ServiceUnavailable, "database-read-only", "10")]
    [InlineData("55P03", HttpStatusCode.ServiceUnavailable, "ledger-busy", "1")]
    [InlineData("57P03", HttpStatusCode.ServiceUnavailable, "database-unavailable", "2")]
    [InlineData("42P01", HttpStatusCode.InternalServerError, "internal-error", null)]
    public async Task A_change_that_the_database_does_not_take_is_refused_can_be_sent_again_and_keeps_nobody_from_reading(
        string state, HttpStatusCode status, string code, string? retryAfter)
    {
        var tenant = await server.NewTenantAsync();
        var deal = await server.OpenDealAsync(tenant);
        await using (await FailingAsync("ledger.mt_events", tenant, state))
        {
            var refused = await ChangeAsync(tenant, deal, "once");

            await refused.ShouldBeProblemAsync(status, code);
            (refused.Headers.RetryAfter?.ToString()).ShouldBe(retryAfter);
            (await server.GetAsync($"/api/opportunities/{deal}?tenant={tenant}")).GetProperty("state").GetProperty("amount").GetDecimal().ShouldBe(100);
        }

        (await (await ChangeAsync(tenant, deal, "once")).JsonAsync()).GetProperty("version").GetInt64().ShouldBe(2);
        (await (await ChangeAsync(tenant, deal, "once")).JsonAsync()).GetProperty("version").GetInt64().ShouldBe(2);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("once")]
    public async Task A_connection_that_is_lost_while_it_records_leaves_the_outcome_unknown_and_a_program_is_asked_to_send_it_again_under_its_key_only(string? key)
    {
        var tenant = await server.NewTenantAsync();
        var deal = await server.OpenDealAsync(tenant);
        await using var holder = await server.Ledger.Database.Owner.OpenConnectionAsync(Cancel);
        await using var transaction = await holder.BeginTransactionAsync(Cancel);
        await ExecuteAsync(holder, $"SELECT pg_advisory_xact_lock(hashtextextended('dealledger:append:{tenant}', 0))");

        var changing = ChangeAsync(tenant, deal, key);
        while (await ExecuteAsync(holder, CutWaiting) is 0L)
        {
            await Task.Delay(5, Cancel);
        }

        var lost = await changing;
        await transaction.RollbackAsync(Cancel);
        await lost.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "outcome-unknown");
        (lost.Headers.RetryAfter is not null).ShouldBe(key is not null);
        (await (await ChangeAsync(tenant, deal, key)).JsonAsync()).GetProperty("version").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task A_change_that_is_recorded_and_cannot_be_shown_is_told_so()
    {
        var tenant = await server.NewTenantAsync();
        var deal = await server.OpenDealAsync(tenant);
        await using (await FailingAsync($"dealledger.deal_change_{tenant}", tenant, "53100"))
        {
            var recorded = await ChangeAsync(tenant, deal, key: null);

            await recorded.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "recorded-not-shown");
            recorded.Headers.RetryAfter.ShouldBeNull();
        }

        (await server.GetAsync($"/api/opportunities/{deal}?tenant={tenant}")).GetProperty("state").GetProperty("amount").GetDecimal().ShouldBe(5);
    }

    [Fact]
    public async Task A_database_that_was_set_read_only_refuses_changes_and_answers_questions()
    {
        var tenant = await server.NewTenantAsync();
        var deal = await server.OpenDealAsync(tenant);
        await using var owner = await server.Ledger.Database.Owner.OpenConnectionAsync(Cancel);
        await ExecuteAsync(owner, $"ALTER DATABASE {owner.Database} SET default_transaction_read_only = on");
        await CutOthersAsync(owner);
        try
        {
            var refused = await UntilItAnswersAsync(() => ChangeAsync(tenant, deal, "once"));
            var question = await UntilItAnswersAsync(() => server.TryGetAsync($"/api/opportunities/{deal}?tenant={tenant}"));

            await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database-read-only");
            await question.ShouldHaveStatusAsync(HttpStatusCode.OK);
        }
        finally
        {
            await ExecuteAsync(owner, $"ALTER DATABASE {owner.Database} RESET default_transaction_read_only");
            await CutOthersAsync(owner);
        }

        (await (await UntilItAnswersAsync(() => ChangeAsync(tenant, deal, "once"))).JsonAsync()).GetProperty("version").GetInt64().ShouldBe(2);
    }

    private Task<HttpResponseMessage> ChangeAsync(string tenant, string deal, string? key) =>
        server.PostAsync($"/api/opportunities/{deal}/amount?tenant={tenant}", """{ "value": 5 }""", key);

    // A connection that was cut while it lay in the pool fails once.
    private static async Task<HttpResponseMessage> UntilItAnswersAsync(Func<Task<HttpResponseMessage>> send)
    {
        while (true)
        {
            var response = await send();
            var body = await response.Content.ReadAsStringAsync(Cancel);
            if (!body.Contains("database-unavailable", StringComparison.Ordinal) && !body.Contains("outcome-unknown", StringComparison.Ordinal))
            {
                return response;
            }
        }
    }

    // What the database would say if it could not write: the rows of one tenant are refused with a state until this is disposed.
    private async Task<IAsyncDisposable> FailingAsync(string table, string tenant, string state)
    {
        await using var owner = await server.Ledger.Database.Owner.OpenConnectionAsync(Cancel);
        await ExecuteAsync(owner, $"""
            CREATE FUNCTION public.fail_{tenant}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it fails' USING ERRCODE = '{state}'; END $$;
            CREATE TRIGGER fail_{tenant} BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.tenant_id = '{tenant}') EXECUTE FUNCTION public.fail_{tenant}();
            """);
        return new Failing(server.Ledger.Database.Owner, $"DROP TRIGGER fail_{tenant} ON {table}");
    }

    private static Task<object?> CutOthersAsync(NpgsqlConnection owner) => ExecuteAsync(
        owner, "SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()");

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    private sealed class Failing(NpgsqlDataSource owner, string mend) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            while (true)
            {
                try
                {
                    await using var command = owner.CreateCommand(mend);
                    await command.ExecuteNonQueryAsync(Cancel);
                    return;
                }
                catch (PostgresException crossed) when (crossed.SqlState == PostgresErrorCodes.DeadlockDetected)
                {
                    // Whoever reads the partitions one by one takes their locks in another order.
                }
            }
        }
    }
}
