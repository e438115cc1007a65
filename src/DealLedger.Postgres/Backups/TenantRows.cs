using DealLedger.Core.Ledger;
using DealLedger.Postgres.Schema;
using Npgsql;

namespace DealLedger.Postgres.Backups;

/// <summary>All that a tenant has in a database, found by the catalog: partitions, its sequence, and the rows that name it.</summary>
internal static class TenantRows
{
    // What is made with a tenant, before anything is told to it.
    private static readonly HashSet<string> MadeWithTenant = new(StringComparer.Ordinal)
    {
        "dealledger.tenant", "ledger.mt_tenant_partitions",
    };

    /// <summary>The first table with rows that a tenant was told, or that any other than that tenant has; none when there is nothing to lose.</summary>
    public static async Task<string?> FirstUsedAsync(
        NpgsqlConnection connection, IReadOnlyList<StoredTable> tables, TenantId tenant, bool andOthers, CancellationToken cancellation)
    {
        foreach (var table in tables.Where(t => !t.IsDerived && (andOthers || t.HasTenant)))
        {
            var isMade = MadeWithTenant.Contains(table.Name);
            if (isMade && !andOthers)
            {
                continue;
            }

            var condition = isMade ? $"NOT ({table.RowsOf(tenant.Value)})" : andOthers ? "true" : table.RowsOf(tenant.Value);
            if (await connection.AskAsync<bool>($"SELECT EXISTS (SELECT FROM {table.Sql} WHERE {condition})", null, cancellation))
            {
                return table.Name;
            }
        }

        return null;
    }

    /// <summary>Makes the partitions and the sequence of a tenant where they are missing.</summary>
    public static async Task MakeTablesAsync(
        NpgsqlConnection connection, IReadOnlyList<StoredTable> tables, TenantId tenant, CancellationToken cancellation)
    {
        foreach (var table in tables.Where(t => t.IsPartitioned))
        {
            var partition = table.PartitionSql(tenant.Value);
            if (await connection.AskAsync<bool>("SELECT to_regclass($1) IS NULL", partition, cancellation))
            {
                await connection.ExecuteAsync(
                    $"""
                    CREATE TABLE {partition} (LIKE {table.Sql} INCLUDING ALL) {PartitionStorage.Clause(table.Relation)};
                    ALTER TABLE {table.Sql} ATTACH PARTITION {partition} FOR VALUES IN ('{tenant}');
                    """,
                    cancellation);
            }
        }

        await connection.ExecuteAsync($"CREATE SEQUENCE IF NOT EXISTS {Sequence(tenant)}", cancellation);
    }

    /// <summary>Lets the server draw from a tenant's sequence, where there is such a role.</summary>
    public static Task GrantAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation) => connection.ExecuteAsync(
        $"""
        DO $$
        BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'dealledger_server') THEN
                GRANT USAGE, SELECT ON SEQUENCE {Sequence(tenant)} TO dealledger_server;
            END IF;
        END
        $$;
        """,
        cancellation);

    /// <summary>Removes all rows of a tenant outside of its partitions.</summary>
    public static async Task RemoveRowsAsync(NpgsqlConnection connection, IReadOnlyList<StoredTable> tables, TenantId tenant, CancellationToken cancellation)
    {
        // Those that refer to others go before them.
        foreach (var table in tables.Reverse().Where(t => !t.IsPartitioned && (t.HasTenant || t.Name == "ledger.mt_tenant_partitions")))
        {
            await connection.ExecuteAsync($"DELETE FROM {table.Sql} WHERE {table.RowsOf(tenant.Value)}", cancellation);
        }
    }

    /// <summary>Removes a tenant's partitions and its sequence: questions and appends of all tenants wait until the transaction ends.</summary>
    public static async Task DropTablesAsync(NpgsqlConnection connection, IReadOnlyList<StoredTable> tables, TenantId tenant, CancellationToken cancellation)
    {
        foreach (var table in tables.Where(t => t.IsPartitioned))
        {
            await connection.ExecuteAsync($"DROP TABLE IF EXISTS {table.PartitionSql(tenant.Value)}", cancellation);
        }

        await connection.ExecuteAsync($"DROP SEQUENCE IF EXISTS {Sequence(tenant)}", cancellation);
    }

    /// <summary>The sequence that a tenant's positions are drawn from.</summary>
    public static string Sequence(TenantId tenant) => $"ledger.mt_events_sequence_{tenant}";
}
