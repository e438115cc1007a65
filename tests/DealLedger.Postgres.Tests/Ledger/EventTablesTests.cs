using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>The layout that Marten 9 makes, written down; Marten opens the same database only while this holds.</summary>
public sealed class EventTablesTests
{
    private static readonly string[] EventColumns =
    [
        "seq_id bigint not null", "id uuid not null", "stream_id character varying", "version bigint not null", "data jsonb not null", "bdata bytea",
        "type character varying(500) not null", "timestamp timestamp with time zone not null default CONSTANT",
        "tenant_id character varying not null default '*DEFAULT*'::character varying", "mt_dotnet_type character varying",
        "correlation_id character varying", "causation_id character varying", "headers jsonb", "user_name character varying", "is_archived boolean default false",
    ];

    private static readonly string[] StreamColumns =
    [
        "tenant_id character varying not null default '*DEFAULT*'::character varying", "id character varying not null", "type character varying", "version bigint",
        "timestamp timestamp with time zone not null default now()", "created timestamp with time zone not null default now()", "is_archived boolean default false",
    ];

    private static readonly string[] PartitionColumns = ["partition_value character varying not null", "partition_suffix character varying not null"];

    [Fact]
    public async Task Every_table_of_the_schema_is_one_that_Marten_makes()
    {
        await using var ledger = await WithTwoTenantsAsync();

        (await ledger.Database.Owner.ListAsync<string>(
            """
            SELECT c.relname || ' ' || c.relkind::text || coalesce(' ' || pg_get_partkeydef(c.oid), '') || coalesce(' ' || pg_get_expr(c.relpartbound, c.oid), '')
            FROM pg_class c WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind NOT IN ('i', 'I', 't') ORDER BY c.relname COLLATE "C"
            """)).ShouldBe(
            [
                "mt_events p LIST (tenant_id)", "mt_events_acme_2 r FOR VALUES IN ('acme_2')", "mt_events_default r FOR VALUES IN ('default')",
                "mt_events_sequence S", "mt_events_sequence_acme_2 S", "mt_events_sequence_default S",
                "mt_streams p LIST (tenant_id)", "mt_streams_acme_2 r FOR VALUES IN ('acme_2')", "mt_streams_default r FOR VALUES IN ('default')",
                "mt_tenant_partitions r",
            ]);
        (await ledger.Database.Owner.ListAsync<string>(
            "SELECT partition_value || ' ' || partition_suffix FROM ledger.mt_tenant_partitions ORDER BY 1")).ShouldBe(["acme_2 acme_2", "default default"]);
    }

    [Theory]
    [InlineData("mt_events")]
    [InlineData("mt_events_default")]
    [InlineData("mt_events_acme_2")]
    public async Task The_events_have_exactly_these_columns_and_keys(string table)
    {
        await using var ledger = await WithTwoTenantsAsync();

        (await ColumnsAsync(ledger, table)).ShouldBe(EventColumns);
        (await KeysAsync(ledger, table)).ShouldBe(["PRIMARY KEY (seq_id, tenant_id)"]);
        (await IndexesAsync(ledger, table)).ShouldBe(["UNIQUE btree (seq_id, tenant_id)", "UNIQUE btree (tenant_id, stream_id, version)"]);
    }

    [Theory]
    [InlineData("mt_streams")]
    [InlineData("mt_streams_default")]
    [InlineData("mt_streams_acme_2")]
    public async Task The_streams_have_exactly_these_columns_and_keys(string table)
    {
        await using var ledger = await WithTwoTenantsAsync();

        (await ColumnsAsync(ledger, table)).ShouldBe(StreamColumns);
        (await KeysAsync(ledger, table)).ShouldBe(["PRIMARY KEY (tenant_id, id)"]);
        (await IndexesAsync(ledger, table)).ShouldBe(["UNIQUE btree (tenant_id, id)"]);
    }

    [Fact]
    public async Task The_list_of_tenants_has_exactly_these_columns_and_keys()
    {
        await using var ledger = await WithTwoTenantsAsync();

        (await ColumnsAsync(ledger, "mt_tenant_partitions")).ShouldBe(PartitionColumns);
        (await KeysAsync(ledger, "mt_tenant_partitions")).ShouldBe(["PRIMARY KEY (partition_value)"]);
        (await IndexesAsync(ledger, "mt_tenant_partitions")).ShouldBe(["UNIQUE btree (partition_value)"]);
    }

    [Fact]
    public async Task The_keys_and_the_index_have_the_names_that_Marten_looks_for()
    {
        await using var ledger = await WithTwoTenantsAsync();

        (await ledger.Database.Owner.ListAsync<string>(
            """
            SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid IN ('ledger.mt_events'::regclass, 'ledger.mt_streams'::regclass, 'ledger.mt_tenant_partitions'::regclass) ORDER BY 1
            """)).ShouldBe(
            ["pk_mt_events_stream_and_version", "pkey_mt_events_seq_id_tenant_id", "pkey_mt_streams_tenant_id_id", "pkey_mt_tenant_partitions_partition_value"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Every_sequence_counts_from_one_without_a_cache_and_the_global_one_belongs_to_the_events()
    {
        await using var ledger = await WithTwoTenantsAsync();

        (await ledger.Database.Owner.ListAsync<string>(
            """
            SELECT s.sequencename || ' ' || s.data_type || ' ' || s.start_value || ' ' || s.increment_by || ' ' || s.cache_size || ' ' || s.cycle
            FROM pg_sequences s WHERE s.schemaname = 'ledger' ORDER BY s.sequencename COLLATE "C"
            """)).ShouldBe(
            ["mt_events_sequence bigint 1 1 1 false", "mt_events_sequence_acme_2 bigint 1 1 1 false", "mt_events_sequence_default bigint 1 1 1 false"]);
        (await ledger.Database.Owner.ScalarAsync<string>("SELECT pg_get_serial_sequence('ledger.mt_events', 'seq_id')")).ShouldBe("ledger.mt_events_sequence");
    }

    [Fact]
    public async Task No_trigger_rule_or_foreign_key_lies_on_the_tables_and_no_policy_but_those_of_tenants()
    {
        await using var ledger = await WithTwoTenantsAsync();

        (await ledger.Database.Owner.ScalarAsync<long>(
            """
            SELECT (SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'ledger'::regnamespace)
                 + (SELECT count(*) FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = 'ledger'::regnamespace)
                 + (SELECT count(*) FROM pg_constraint f WHERE f.contype = 'f' AND f.connamespace = 'ledger'::regnamespace)
            """)).ShouldBe(0);
        (await ledger.Database.Owner.ListAsync<string>(
            "SELECT c.relname || ' ' || p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'ledger'::regnamespace ORDER BY 1"))
            .ShouldBe(["mt_events tenant_of_reader", "mt_events tenant_of_server", "mt_streams tenant_of_reader", "mt_streams tenant_of_server"]);
    }

    [Theory]
    [InlineData("UPDATE ledger.mt_events SET data = '{}'")]
    [InlineData("DELETE FROM ledger.mt_events")]
    [InlineData("TRUNCATE ledger.mt_events")]
    [InlineData("DELETE FROM ledger.mt_streams")]
    [InlineData("TRUNCATE ledger.mt_streams")]
    [InlineData("SELECT FROM ledger.mt_events_default")]
    [InlineData("UPDATE ledger.mt_events_default SET data = '{}'")]
    [InlineData("DELETE FROM ledger.mt_events_default")]
    [InlineData("INSERT INTO ledger.mt_events_default SELECT * FROM ledger.mt_events")]
    [InlineData("UPDATE ledger.mt_streams_default SET version = 0")]
    [InlineData("UPDATE ledger.mt_tenant_partitions SET partition_suffix = ''")]
    [InlineData("SELECT setval('ledger.mt_events_sequence_default', 1)")]
    [InlineData("ALTER TABLE ledger.mt_events DISABLE TRIGGER ALL")]
    [InlineData("DROP TABLE ledger.mt_events")]
    [InlineData("SELECT FROM dealledger.deal_change_default")]
    public async Task The_server_may_not(string sql)
    {
        await using var ledger = await WithTwoTenantsAsync();
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);

        foreach (var connecting in new[]
        {
            ledger.Database.OpenAsync(TestLedger.Tenant, TestLedger.Cancellation), ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation).AsTask(),
        })
        {
            await using var connection = await connecting;
            await connection.ExecuteAsync("BEGIN");
            await connection.ExecuteAsync("SET LOCAL ROLE dealledger_server");
            var refused = await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync(sql));
            refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, sql);
            await connection.ExecuteAsync("ROLLBACK");
        }
    }

    private static async Task<TestLedger> WithTwoTenantsAsync()
    {
        var ledger = await TestLedger.CreateAsync();
        TenantId.TryParse("acme_2", out var second).ShouldBeTrue();
        await ledger.Directory.EnsureAsync(second, TestLedger.Cancellation);
        return ledger;
    }

    private static Task<List<string>> ColumnsAsync(TestLedger ledger, string table) => ledger.Database.Owner.ListAsync<string>(
        """
        SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
               || coalesce(' default ' || regexp_replace(pg_get_expr(d.adbin, d.adrelid), '^''\d{4}-.*$', 'CONSTANT'), '')
               || CASE WHEN a.attidentity <> '' OR a.attgenerated <> '' THEN ' generated' ELSE '' END
               || CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN ' collated' ELSE '' END
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = ('ledger.' || $1)::regclass AND a.attnum > 0
        ORDER BY a.attnum
        """,
        table);

    // PostgreSQL 18 lists NOT NULL as constraints; the columns tell those.
    private static Task<List<string>> KeysAsync(TestLedger ledger, string table) => ledger.Database.Owner.ListAsync<string>(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ('ledger.' || $1)::regclass AND contype <> 'n' ORDER BY 1", table);

    private static Task<List<string>> IndexesAsync(TestLedger ledger, string table) => ledger.Database.Owner.ListAsync<string>(
        """
        SELECT CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END || regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING ', '')
        FROM pg_index i WHERE i.indrelid = ('ledger.' || $1)::regclass ORDER BY 1
        """,
        table);
}
