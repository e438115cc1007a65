using DealLedger.Core.Ledger;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Postgres.Tests;

/// <summary>The wall under the application's own checks: what the server's rights let through when a statement forgets the tenant.</summary>
public sealed class RowSecurityTests
{
    private const string Guarded = """
        SELECT c.relnamespace::regnamespace || '.' || c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
        WHERE c.relnamespace IN ('ledger'::regnamespace, 'dealledger'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        ORDER BY 1
        """;

    private static readonly TenantId Other = Tenant("other");

    [Fact]
    public async Task Every_table_with_a_tenant_shows_the_server_the_rows_of_one_alone()
    {
        await using var ledger = await WithTwoTenantsAsync();
        var tables = await ledger.Database.Owner.ListAsync<string>(Guarded);
        tables.Count.ShouldBeGreaterThan(10);

        foreach (var table in tables)
        {
            await using var connection = await ledger.Database.OpenAsync(Other, TestLedger.Cancellation);

            (await connection.ListAsync<string>($"SELECT DISTINCT tenant_id FROM {table}")).ShouldBeSubsetOf([Other.Value], table);
        }

        await using var seen = await ledger.Database.OpenAsync(Other, TestLedger.Cancellation);
        (await seen.ListAsync<string>("SELECT DISTINCT stream_id FROM ledger.mt_events")).ShouldBe(["opportunity/of-other"]);
        (await seen.ListAsync<string>("SELECT DISTINCT deal_id FROM dealledger.deal_change")).ShouldBe(["of-other"]);
    }

    [Fact]
    public async Task A_connection_that_comes_back_from_the_pool_sees_the_tenant_that_it_is_opened_for()
    {
        await using var ledger = await WithTwoTenantsAsync();
        for (var turn = 0; turn < 4; turn++)
        {
            foreach (var (tenant, stream) in new[] { (TestLedger.Tenant, "opportunity/of-default"), (Other, "opportunity/of-other") })
            {
                await using var connection = await ledger.Database.OpenAsync(tenant, TestLedger.Cancellation);
                (await connection.ListAsync<string>("SELECT stream_id FROM ledger.mt_events")).ShouldBe([stream]);
            }
        }
    }

    [Fact]
    public async Task A_connection_that_was_told_of_no_tenant_sees_nothing()
    {
        await using var ledger = await WithTwoTenantsAsync();
        await using var connection = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        await connection.ExecuteAsync("SET ROLE dealledger_server");

        (await connection.ListAsync<string>("SELECT tenant_id FROM ledger.mt_events")).ShouldBeEmpty();

        await connection.ExecuteAsync("RESET ROLE");
    }

    [Theory]
    [InlineData("INSERT INTO ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id) VALUES (99, gen_random_uuid(), 's', 1, '{}', 't', now(), 'default')")]
    [InlineData("INSERT INTO ledger.mt_streams (tenant_id, id, version) VALUES ('default', 's', 1)")]
    [InlineData("UPDATE ledger.mt_streams SET tenant_id = 'default'")]
    [InlineData("INSERT INTO dealledger.text (tenant_id, text_id, salt, content) VALUES ('default', gen_random_uuid(), '', 'x')")]
    [InlineData("SELECT FROM ledger.mt_events_default")]
    [InlineData("SELECT FROM ledger.mt_events_other")]
    [InlineData("COPY ledger.mt_events_default TO STDOUT")]
    [InlineData("SELECT nextval('ledger.mt_events_sequence')")]
    public async Task The_server_cannot_reach_past_its_tenant(string sql)
    {
        await using var ledger = await WithTwoTenantsAsync();
        await using var connection = await ledger.Database.OpenAsync(Other, TestLedger.Cancellation);

        (await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync(sql))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, sql);
    }

    [Fact]
    public async Task Nothing_of_another_tenant_is_copied_out_or_touched()
    {
        await using var ledger = await WithTwoTenantsAsync();
        await using (var connection = await ledger.Database.OpenAsync(Other, TestLedger.Cancellation))
        {
            using var copy = await connection.BeginTextExportAsync("COPY (SELECT tenant_id FROM ledger.mt_events) TO STDOUT", TestLedger.Cancellation);
            (await copy.ReadToEndAsync(TestLedger.Cancellation)).Trim().ShouldBe("other");
        }

        await using (var connection = await ledger.Database.OpenAsync(Other, TestLedger.Cancellation))
        {
            await connection.ExecuteAsync("UPDATE ledger.mt_streams SET version = version WHERE tenant_id = 'default'");
            await connection.ExecuteAsync("UPDATE ledger.mt_streams SET version = 7");
        }

        (await ledger.Database.Owner.ScalarAsync<long>("SELECT version FROM ledger.mt_streams WHERE id = 'opportunity/of-default'")).ShouldBe(1);
    }

    [Fact]
    public async Task Words_are_looked_up_in_the_tenant_alone()
    {
        await using var ledger = await WithTwoTenantsAsync();
        await using var connection = await ledger.Database.OpenAsync(Other, TestLedger.Cancellation);

        (await connection.ListAsync<string>("SELECT dealledger.deals_with_words('deal:*', 10)")).ShouldBe(["of-other"]);
    }

    private static async Task<TestLedger> WithTwoTenantsAsync()
    {
        var ledger = await TestLedger.CreateAsync();
        await ledger.Directory.EnsureAsync(Other, TestLedger.Cancellation);
        foreach (var tenant in new[] { TestLedger.Tenant, Other })
        {
            await ledger.Store.AppendAsync(tenant, Deals.New($"of-{tenant}", Deals.Opened(1) with { Name = "A deal" }), TestLedger.Cancellation);
            await ledger.Projector.CatchUpAsync(tenant, 1, TestLedger.Cancellation);
        }

        return ledger;
    }

    private static TenantId Tenant(string id) => TenantId.TryParse(id, out var tenant) ? tenant : throw new ArgumentException(id);
}
